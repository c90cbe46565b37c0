package dev.millrace.rollout.sandbox.audit;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// Makes the readable part of a command or a message: its beginning, without what looks like a key.
final class Masking {
  static final int MAX_CHARACTERS = 200;
  private static final String HIDDEN = "[hidden]";
  // Shorter values stand in too many words by chance.
  private static final int MIN_SECRET = 6;

  /// `NAME=value`, `--name value` and `Name: value` where the name says that it is secret.
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)([\\w-]{0,40}(?:key|token|secret|passw(?:or)?d|passphrase|credentials?)\"?(?:\\s*[=:]\\s*|\\s+)"
              + "|authorization\\s*[=:]\\s*(?:\\w+\\s+)?|bearer\\s+)"
              + "(\"[^\"]*\"|'[^']*'|[^\\s\"'&;]+)");

  /// What services hand out: a known beginning, then a long word.
  private static final Pattern FORMED =
      Pattern.compile(
          "\\b(?:sk|pk|rk|hf|gh[oprsu]|glpat|xox[a-z]|AKIA|AIza|eyJ)[-_A-Za-z0-9.]{10,}");

  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(key|token|secret|passw|credential|auth).*");

  /// A user and a password in an address.
  private static final Pattern ADDRESS = Pattern.compile("(://)[^\\s/@]+@");

  private Masking() {}

  static boolean isSecretName(String variable) {
    return SECRET_NAME.matcher(variable).matches();
  }

  static String text(String text) {
    return text(text, List.of());
  }

  /// @param secrets known values, masked wherever they stand
  static String text(String text, Collection<String> secrets) {
    // Enough that what is masked at the cut is seen whole, and no pattern runs over megabytes.
    String masked = text.substring(0, Math.min(text.length(), 8 * MAX_CHARACTERS));
    for (String secret : secrets) {
      if (secret.length() >= MIN_SECRET) {
        masked = masked.replace(secret, HIDDEN);
      }
    }
    masked = FORMED.matcher(masked).replaceAll(HIDDEN);
    masked = ADDRESS.matcher(masked).replaceAll("$1" + HIDDEN + "@");
    masked = NAMED.matcher(masked).replaceAll("$1" + HIDDEN);
    return cut(masked);
  }

  private static String cut(String text) {
    if (text.length() <= MAX_CHARACTERS) {
      return text;
    }
    int end = MAX_CHARACTERS - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
