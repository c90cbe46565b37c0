package dev.millrace.rewards.code;

import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.json.JsonDocument;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import dev.millrace.rollout.task.code.CodeSpec.OutputRule;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Compares what code gave out with what was expected of it.
final class Outputs {
  private static final int LONGEST_NUMBER = 60;

  private final OutputRule rule;
  private final Tolerance tolerance;

  Outputs(OutputRule rule) {
    this.rule = rule;
    this.tolerance = new Tolerance(rule.relative(), rule.absolute());
  }

  /// Where the text first differs, if it does.
  Optional<String> difference(String given, String expected) {
    return switch (rule.text()) {
      case EXACT -> parts("the output", List.of(given), List.of(expected));
      case LINES -> parts("line", lines(given), lines(expected));
      case WORDS -> parts("word", words(given), words(expected));
    };
  }

  /// Where the value first differs, if it does.
  ///
  /// @throws IllegalArgumentException when one of them is no JSON
  Optional<String> ofValues(String given, String expected) {
    return JsonDocument.of(given)
        .difference(JsonDocument.of(expected), tolerance, ArrayOrder.KEPT)
        .map(difference -> difference.replace("the document", "the result"));
  }

  private Optional<String> parts(String what, List<String> given, List<String> expected) {
    for (int i = 0; i < Math.min(given.size(), expected.size()); i++) {
      if (!isSame(given.get(i), expected.get(i))) {
        return Optional.of(
            "%s %d is %s, expected %s"
                .formatted(what, i + 1, shown(given.get(i)), shown(expected.get(i))));
      }
    }
    return given.size() == expected.size()
        ? Optional.empty()
        : Optional.of("%s: %d given, %d expected".formatted(what, given.size(), expected.size()));
  }

  private boolean isSame(String given, String expected) {
    if (given.equals(expected)) {
      return true;
    }
    if (tolerance.isNone()) {
      return false;
    }
    List<String> ones = words(given);
    List<String> others = words(expected);
    boolean same = ones.size() == others.size();
    for (int i = 0; same && i < ones.size(); i++) {
      same = ones.get(i).equals(others.get(i)) || areNear(ones.get(i), others.get(i));
    }
    return same;
  }

  private boolean areNear(String given, String expected) {
    if (given.length() > LONGEST_NUMBER || expected.length() > LONGEST_NUMBER) {
      return false;
    }
    try {
      return tolerance.allows(new BigDecimal(given), new BigDecimal(expected));
    } catch (NumberFormatException _) {
      // One of them is a word.
      return false;
    }
  }

  private static List<String> lines(String text) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).isEmpty()) {
      end--;
    }
    return lines.subList(0, end);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String shown(String text) {
    return "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
  }
}
