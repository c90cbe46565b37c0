package dev.millrace.rollout.harness.tools;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes what an agent reads the same on every run.
///
/// Only how long tests took is replaced, in the two lines that name it: unittest's
/// `Ran 3 tests in 0.012s` becomes `Ran 3 tests in 0.000s`, and pytest's summary
/// `1 failed, 2 passed in 0.12s` becomes `1 failed, 2 passed in 0.00s`. Everything else stays as
/// the command wrote it.
public final class Observations {
  private static final Pattern UNITTEST =
      Pattern.compile("(?m)^(Ran [0-9]+ tests? in )[0-9]+\\.[0-9]+s$");
  private static final Pattern PYTEST =
      Pattern.compile(
          "(?m)^((?:=+ )?(?:[0-9]+ [a-z]+(?:, )?)+ in |(?:=+ )?no tests ran in )"
              + "[0-9]+\\.[0-9]+s(?: \\([0-9:]+\\))?( =+)?$");

  private Observations() {}

  /// The text with its tests' durations at zero.
  public static String stable(String text) {
    String first = UNITTEST.matcher(text).replaceAll("$10.000s");
    return PYTEST
        .matcher(first)
        .replaceAll(match -> match.group(1) + "0.00s" + tail(match.group(2)));
  }

  /// The head and the tail of a long text, with a line between them that says how much was cut.
  static String bounded(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int half = maxChars / 2;
    int cut = text.length() - 2 * half;
    return text.substring(0, half)
        + "\n[... "
        + cut
        + " characters cut ...]\n"
        + text.substring(text.length() - half);
  }

  private static String tail(@Nullable String rule) {
    return rule == null ? "" : " ===";
  }
}
