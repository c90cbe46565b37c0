package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.launcher.Launcher;
import dev.millrace.rollout.sandbox.seccomp.Architecture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The read-only tree below every sandbox: the layout of a plain Debian root without anything of
/// this host but links into its /usr. The host's /etc is copied file by file from a short list, and
/// nothing secret is on it.
final class HostBase {
  private static final List<String> LINKS =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");
  private static final List<String> DIRECTORIES =
      List.of(
          "dev", "etc", "home", "media", "mnt", "opt", "proc", "run", "srv", "sys", "usr", "var");
  private static final List<String> VARIABLE = List.of("cache", "lib", "log", "spool");
  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  private static final List<String> SCRIPTS = List.of("holder.sh", "unshare.sh");

  /// What the loader, the alternatives system and the interpreters need.
  private static final List<String> COPIED =
      List.of(
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "alternatives",
          "python3",
          "perl",
          "debian_version");

  private static final Map<String, String> WRITTEN =
      Map.of(
          "passwd",
          """
          root:x:0:0:root:/root:/bin/bash
          nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
          """,
          "group",
          """
          root:x:0:
          nogroup:x:65534:
          """,
          "hosts",
          """
          127.0.0.1 localhost sandbox
          """,
          "hostname",
          "sandbox\n",
          "nsswitch.conf",
          """
          passwd: files
          group: files
          hosts: files
          """,
          "timezone",
          "Etc/UTC\n");

  private final Path host;

  /// @param host the root directory of the host, or what stands for it in a test
  HostBase(Path host) {
    this.host = host;
  }

  /// Builds the tree for this host into a cache directory, if it is not there yet.
  ///
  /// @return the directory for this state of the host, with the tree in `base`
  static Path in(Path cache) throws IOException {
    Path state = Files.createDirectories(cache.resolve(fingerprint()));
    Path base = state.resolve("base");
    if (Files.isDirectory(base)) {
      return state;
    }
    Path built = Files.createTempDirectory(state, "base-");
    try {
      new HostBase(Path.of("/")).build(built);
      Files.setPosixFilePermissions(built, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(built, base, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      HostTree.delete(built);
      if (!Files.isDirectory(base)) {
        throw e;
      }
    }
    return state;
  }

  /// Changes with what is copied from the host, and with the version of this code.
  private static String fingerprint() throws IOException {
    var state = new StringBuilder("7");
    Architecture.current()
        .ifPresent(here -> state.append(Arrays.hashCode(Launcher.executable(here))));
    for (String script : SCRIPTS) {
      state.append(Opening.script(script));
    }
    for (String name : COPIED) {
      Path path = Path.of("/etc", name);
      if (Files.exists(path)) {
        state.append(name).append(Files.getLastModifiedTime(path).toMillis());
      }
    }
    return "host-" + Integer.toHexString(state.toString().hashCode());
  }

  /// Writes the tree to `root`, the mount points of the launcher's stage to `stage` and the device
  /// directory to `devices`, all below `target`.
  void build(Path target) throws IOException {
    buildRoot(Files.createDirectories(target.resolve("root")));
    buildStage(Files.createDirectories(target.resolve("stage")));
    buildDevices(Files.createDirectories(target.resolve("devices")));
    Files.createDirectories(target.resolve("empty"));
    for (String script : SCRIPTS) {
      Files.writeString(target.resolve(script), Opening.script(script));
    }
  }

  private void buildRoot(Path root) throws IOException {
    for (String name : DIRECTORIES) {
      mkdir(root.resolve(name), "rwxr-xr-x");
    }
    mkdir(root.resolve("root"), "rwx------");
    mkdir(root.resolve("tmp"), "rwxrwxrwx");
    for (String name : VARIABLE) {
      mkdir(root.resolve("var").resolve(name), "rwxr-xr-x");
    }
    mkdir(root.resolve("var/tmp"), "rwxrwxrwx");
    link(root);
    writeEtc(root.resolve("etc"));
  }

  private void buildStage(Path stage) throws IOException {
    for (String name : List.of("usr", "new", "old", "proc")) {
      mkdir(stage.resolve(name), "rwxr-xr-x");
    }
    link(stage);
    if (Architecture.current().isPresent()) {
      Launcher.write(Architecture.current().get(), stage.resolve("launcher"));
    }
  }

  private static void buildDevices(Path devices) throws IOException {
    for (String name : DEVICES) {
      Files.createFile(devices.resolve(name));
    }
    mkdir(devices.resolve("shm"), "rwxrwxrwx");
    mkdir(devices.resolve("pts"), "rwxr-xr-x");
    Files.createSymbolicLink(devices.resolve("ptmx"), Path.of("pts/ptmx"));
    Files.createSymbolicLink(devices.resolve("fd"), Path.of("/proc/self/fd"));
    Files.createSymbolicLink(devices.resolve("stdin"), Path.of("/proc/self/fd/0"));
    Files.createSymbolicLink(devices.resolve("stdout"), Path.of("/proc/self/fd/1"));
    Files.createSymbolicLink(devices.resolve("stderr"), Path.of("/proc/self/fd/2"));
  }

  static List<String> devices() {
    return DEVICES;
  }

  private void link(Path root) throws IOException {
    for (String name : LINKS) {
      Path original = host.resolve(name);
      if (Files.isSymbolicLink(original)) {
        Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(original));
      }
    }
  }

  private void writeEtc(Path etc) throws IOException {
    for (Map.Entry<String, String> file : WRITTEN.entrySet()) {
      Files.writeString(etc.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
    Files.createSymbolicLink(etc.resolve("localtime"), Path.of("/usr/share/zoneinfo/Etc/UTC"));
    Files.createSymbolicLink(etc.resolve("os-release"), Path.of("../usr/lib/os-release"));
    for (String name : COPIED) {
      copy(host.resolve("etc").resolve(name), etc.resolve(name));
    }
    try (var versioned = Files.newDirectoryStream(host.resolve("etc"), "python3.*")) {
      for (Path directory : versioned) {
        copy(directory, etc.resolve(directory.getFileName().toString()));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      mkdir(to, "rwxr-xr-x");
      try (var children = Files.newDirectoryStream(from)) {
        for (Path child : children) {
          if (child.toString().endsWith(".gz")) {
            // Manual pages by the hundred, among the alternatives.
            continue;
          }
          copy(child, to.resolve(child.getFileName()));
        }
      }
    } else if (Files.isSymbolicLink(from)
        || (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(from))) {
      Files.copy(from, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void mkdir(Path directory, String permissions) throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }
}
