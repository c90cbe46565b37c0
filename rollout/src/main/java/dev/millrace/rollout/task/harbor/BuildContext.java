package dev.millrace.rollout.task.harbor;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/// The directory that `COPY` reads from.
record BuildContext(Path directory) {

  /// The sources that a word of `COPY` names, relative to the directory, in order.
  List<String> resolve(String word) throws IOException {
    String relative = word.replaceFirst("^/+", "");
    Path path = Path.of(relative.isEmpty() ? "." : relative).normalize();
    if (path.startsWith("..")) {
      throw new IllegalArgumentException(word + " lies outside environment/");
    }
    if (relative.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) {
      return matching(word, path);
    }
    if (!Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException("environment/ has no " + word);
    }
    return List.of(path.toString().isEmpty() ? "." : path.toString());
  }

  private List<String> matching(String word, Path pattern) throws IOException {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (Stream<Path> walk = Files.walk(directory, pattern.getNameCount())) {
      List<String> found =
          walk.map(directory::relativize)
              .filter(matcher::matches)
              .map(Path::toString)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("nothing in environment/ matches " + word);
      }
      return found;
    }
  }
}
