package dev.millrace.rollout.task.swebench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Removes directories.
final class Trees {
  private Trees() {}

  /// Removes a file or a directory with all that is in it; nothing where there is none.
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> walk = Files.walk(path)) {
      found = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : found) {
      Files.delete(one);
    }
  }
}
