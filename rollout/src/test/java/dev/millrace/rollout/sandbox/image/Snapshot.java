package dev.millrace.rollout.sandbox.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A tree as text, one line a path: kind, mode, seconds, content or target, and for files with
/// several names the first of them.
final class Snapshot {
  private Snapshot() {}

  static SortedMap<String, String> of(Path root) {
    SortedMap<String, String> lines = new TreeMap<>();
    Map<Object, String> names = new HashMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted().toList()) {
        String name = "/" + root.relativize(path);
        lines.put(name, line(path, name, names));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static String line(Path path, String name, Map<Object, String> names) throws IOException {
    var attributes =
        Files.readAttributes(path, "unix:mode,ino,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) Objects.requireNonNull(attributes.get("mode"));
    var modified = (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"));
    long seconds = modified.to(TimeUnit.SECONDS);
    return switch (mode & 0170000) {
      case 0040000 -> directory(mode & 07777, seconds);
      case 0120000 -> link(seconds, Files.readSymbolicLink(path).toString());
      case 0100000 ->
          file(
              mode & 07777,
              seconds,
              Files.readString(path),
              names.computeIfAbsent(Objects.requireNonNull(attributes.get("ino")), _ -> name));
      default -> "special " + Integer.toOctalString(mode);
    };
  }

  static String directory(int mode, long seconds) {
    return "directory %o %d".formatted(mode, seconds);
  }

  static String link(long seconds, String target) {
    return "link %d -> %s".formatted(seconds, target);
  }

  static String file(int mode, long seconds, String content, String firstName) {
    return "file %o %d %s same as %s".formatted(mode, seconds, content, firstName);
  }
}
