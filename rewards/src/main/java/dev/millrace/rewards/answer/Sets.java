package dev.millrace.rewards.answer;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Values separated by commas, semicolons or lines, in any order; each a number where both are.
final class Sets {
  private static final Pattern SEPARATOR = Pattern.compile("[,;\\n]");
  private static final Pattern BRACKETS = Pattern.compile("^[\\[{(]+|[\\])}]+[.]?$");
  private static final Pattern AND = Pattern.compile("(?i)^and\\s+");
  private static final Pattern LAST_AND = Pattern.compile("(?i)\\s+and\\s+(?=[^,;\\n]*$)");

  private Sets() {}

  static Match compare(String answer, String expected, double tolerance) {
    List<String> right = elements(expected);
    boolean same =
        Stream.of(answer, Texts.afterLead(answer))
            .flatMap(text -> Stream.of(text, LAST_AND.matcher(text).replaceFirst(",")))
            .anyMatch(text -> equal(elements(text), right, tolerance));
    return Match.of(same, Texts.quote(answer), Texts.quote(expected));
  }

  private static List<String> elements(String text) {
    String bare = BRACKETS.matcher(text.strip()).replaceAll("").strip();
    return SEPARATOR
        .splitAsStream(bare)
        .map(element -> AND.matcher(element.strip()).replaceFirst(""))
        .filter(element -> !element.isBlank())
        .toList();
  }

  private static boolean equal(List<String> given, List<String> right, double tolerance) {
    return given.stream().allMatch(one -> isIn(one, right, tolerance))
        && right.stream().allMatch(one -> isIn(one, given, tolerance));
  }

  private static boolean isIn(String one, List<String> others, double tolerance) {
    return others.stream().anyMatch(other -> equal(one, other, tolerance));
  }

  private static boolean equal(String one, String other, double tolerance) {
    try {
      return Numbers.compare(Quantity.whole(one), Quantity.whole(other), tolerance)
          instanceof Match.Same;
    } catch (UnreadableException _) {
      // One of them is no number, so they are compared as words.
      return Texts.compare(one, other) instanceof Match.Same;
    }
  }
}
