package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a sandbox may not have of `/proc` as the kernel gives it. Root in a sandbox that root makes
/// owns the files there, and needs no capability for them.
final class ProcFiles {
  private static final List<String> BY_ENGINES =
      List.of("kcore", "keys", "latency_stats", "sched_debug", "timer_list", "timer_stats");

  /// Where the kernel takes settings: read-only in a sandbox.
  static final List<String> KNOBS =
      Stream.of("sys", "sysrq-trigger", "irq", "bus", "fs")
          .filter(name -> Files.exists(proc(name)))
          .toList();

  /// Files about the host's kernel, which are empty in a sandbox: the list of container engines,
  /// and those that only root may read.
  static final List<String> HIDDEN = hidden();

  /// Likewise directories.
  static final List<String> HIDDEN_DIRECTORIES =
      Stream.of("acpi", "asound", "scsi").filter(ProcFiles::holdsFiles).toList();

  private ProcFiles() {}

  private static Path proc(String name) {
    return Path.of("/proc", name);
  }

  private static List<String> hidden() {
    try (var all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .filter(Files::isReadable)
          .map(path -> Objects.requireNonNull(path.getFileName()).toString())
          .filter(name -> BY_ENGINES.contains(name) || !isForAll(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list /proc", e);
    }
  }

  private static boolean isForAll(String name) {
    try {
      return Files.getPosixFilePermissions(proc(name)).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at /proc/" + name, e);
    }
  }

  private static boolean holdsFiles(String name) {
    if (!Files.isDirectory(proc(name))) {
      return false;
    }
    try (var files = Files.list(proc(name))) {
      return files.findFirst().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list /proc/" + name, e);
    }
  }
}
