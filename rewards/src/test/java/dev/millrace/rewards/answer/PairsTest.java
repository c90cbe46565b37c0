package dev.millrace.rewards.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.AnswerRules;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of answers that are right and wrong, in `pairs.txt`.
final class PairsTest {
  record Pair(Kind kind, boolean isRight, String expected, String answer, AnswerRules rules) {}

  static Stream<Pair> pairs() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(PairsTest.class.getResourceAsStream("pairs.txt"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(PairsTest::pair)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void answerIsJudgedAsTheTableSays(Pair pair) {
    ExpectedAnswer expected = new ExpectedAnswer(pair.expected(), pair.kind(), pair.rules());
    Verdict verdict =
        new AnswerVerifier()
            .verify(TestTasks.judgedBy(expected), Submission.answered(pair.answer()));
    Verdict.Judged judged = assertInstanceOf(Verdict.Judged.class, verdict);
    assertEquals(pair.isRight() ? 1 : 0, judged.correctness(), judged.tests()::toString);
  }

  @Test
  void tableIsLargeAndHasBothSidesOfEveryKind() throws IOException {
    assertTrue(pairs().count() >= 250);
    Map<Kind, Long> sides =
        pairs()
            .map(pair -> Map.entry(pair.kind(), pair.isRight()))
            .distinct()
            .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.counting()));
    assertEquals(List.of(Kind.values()), sides.keySet().stream().sorted().toList());
    assertTrue(sides.values().stream().allMatch(count -> count == 2), sides::toString);
  }

  private static Pair pair(String line) {
    List<String> cells =
        Arrays.stream(line.split(" ¦ ", -1)).map(cell -> cell.replace('⏎', '\n')).toList();
    return new Pair(
        Kind.valueOf(cells.get(0).strip().toUpperCase(Locale.ROOT)),
        cells.get(1).equals("="),
        cells.get(2),
        cells.get(3),
        cells.size() > 4 ? rules(cells.get(4)) : AnswerRules.within(0));
  }

  private static AnswerRules rules(String cell) {
    AnswerRules rules = AnswerRules.within(0);
    for (String rule : cell.split(";", -1)) {
      String value = rule.substring(rule.indexOf('=') + 1);
      rules =
          switch (rule.substring(0, rule.indexOf('='))) {
            case "tolerance" -> AnswerRules.within(Double.parseDouble(value));
            case "absolute" -> rules.withAbsolute(Double.parseDouble(value));
            case "final" ->
                rules.withFinalAnswer(FinalAnswer.valueOf(value.toUpperCase(Locale.ROOT)));
            case "options" -> rules.withOptions(List.of(value.split(",", -1)));
            case "others" -> rules.withOthers(List.of(value.split(",", -1)));
            case "arrays" -> rules.withArrays(ArrayOrder.valueOf(value.toUpperCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException(rule);
          };
    }
    return rules;
  }
}
