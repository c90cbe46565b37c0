package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// File names as UTF-8, whatever the locale of this JVM is: in the POSIX locale a path's string has
/// lost every byte above 127, but its URI still has them.
public final class TreeNames {
  private TreeNames() {}

  /// The path from `root` to `file`, with `/` between its parts.
  public static String relative(Path root, Path file) throws CharacterCodingException {
    return text(root.relativize(file));
  }

  /// A relative path, or a link's target, as it is written.
  public static String text(Path path) throws CharacterCodingException {
    String plain = path.toString();
    if (plain.chars().allMatch(c -> c < 128)) {
      return plain;
    }
    // Under a directory that does not exist, so that no trailing slash comes from what is there.
    Path nowhere = Path.of("/nonexistent");
    String base = path.isAbsolute() ? "" : "/nonexistent/";
    String escaped = nowhere.resolve(path).toUri().getRawPath();
    return decoded(escaped.substring(base.length()));
  }

  /// Why an end state cannot be kept that has such a name in it. Whoever ran in the sandbox chose
  /// it: running the episode again would give another try for nothing.
  ///
  /// @param shown as much of it as can be said
  public static FailureException notUtf8(String shown) {
    return new FailureException(
        new Failure.Budget(
            "a changed file's name or a link's target is not UTF-8, which a workspace delta cannot"
                + " keep: "
                + shown));
  }

  private static String decoded(String escaped) throws CharacterCodingException {
    var bytes = ByteBuffer.allocate(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put((byte) escaped.charAt(i));
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
  }
}
