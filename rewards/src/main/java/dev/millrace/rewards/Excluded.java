package dev.millrace.rewards;

import com.google.re2j.Pattern;
import dev.millrace.rollout.task.Artifact;

/// What an artefact leaves out.
final class Excluded {
  private Excluded() {}

  /// @param below the path below the artefact's source, beginning with a slash, or empty for the
  ///     source itself
  static boolean by(Artifact artifact, String below) {
    if (below.isEmpty()) {
      return false;
    }
    String relative = below.substring(1);
    return artifact.exclude().stream().anyMatch(pattern -> matches(pattern, relative));
  }

  private static boolean matches(String pattern, String relative) {
    String plain = pattern.replaceFirst("^\\./", "").replaceFirst("/$", "");
    // Without a slash it is a name, wherever it lies; with one, a path.
    String regex = (plain.contains("/") ? "" : "(?:.*/)?") + regex(plain) + "(?:/.*)?";
    return Pattern.matches(regex, relative);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      switch (glob.charAt(i)) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        default -> regex.append(Pattern.quote(glob.substring(i, i + 1)));
      }
    }
    return regex.toString();
  }
}
