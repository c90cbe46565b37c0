package dev.millrace.rewards.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.AnswerRules;
import dev.millrace.rollout.task.FinalAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that could be taken for another one than they give.
final class MisreadAnswersTest {
  private static double correctness(Kind kind, String expected, AnswerRules rules, String answer) {
    Verdict verdict =
        new AnswerVerifier()
            .verify(
                TestTasks.judgedBy(new ExpectedAnswer(expected, kind, rules)),
                Submission.answered(answer));
    return assertInstanceOf(Verdict.Judged.class, verdict).correctness();
  }

  private static void assertWrong(Kind kind, String expected, String answer) {
    assertEquals(0, correctness(kind, expected, AnswerRules.within(0), answer), answer);
  }

  private static void assertRight(Kind kind, String expected, String answer) {
    assertEquals(1, correctness(kind, expected, AnswerRules.within(0), answer), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10^{1000} | \\pi",
        "3^{1000} | \\sqrt{2}",
        "2^{2024} | 2^{2023}",
        "2^{2024} | \\infty",
        "5^{2024} | 5^{2025}",
        "5^{2024} - 1 | 5^{2024} + 1",
        "\\infty | 2^{10000}",
        "\\infty | -\\infty"
      })
  void whatIsTooLargeForADoubleEqualsNothingElse(String expected, String answer) {
    assertWrong(Kind.MATH, expected, answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2^{2024} | 2^{2024}",
        "2^{2024} | 4^{1012}",
        "5^{2024} - 1 | 5^{2024}-1",
        "10^{1000} | 10^{1000}",
        "\\infty | +\\infty",
        "(2, \\infty) | x > 2"
      })
  void whatIsTooLargeForADoubleEqualsItself(String expected, String answer) {
    assertRight(Kind.MATH, expected, answer);
  }

  @ParameterizedTest
  @CsvSource({"'[0, 5^{2024}]', '[0, 5^{2025}]'", "'[0, 5^{2024})', '[0, \\infty)'"})
  void anEndThatIsTooLargeForADoubleIsNoInterval(String one, String other) {
    Verdict verdict =
        new AnswerVerifier()
            .verify(
                TestTasks.judgedBy(new ExpectedAnswer(one, Kind.INTERVAL, 0)),
                Submission.answered(other));
    assertInstanceOf(Verdict.Errored.class, verdict);
    assertWrong(Kind.INTERVAL, "[0, 1)", one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOXED | \\boxed{",
        "BOXED | \\boxed",
        "BOXED | \\boxed{1}{",
        "TAGGED | <answer>",
        "STATED | answer is *",
        "HASHES | ####"
      })
  void marksWithoutNumberAreReadInATimeThatTheirLengthBounds(FinalAnswer mark, String repeated) {
    String submitted = repeated.repeat(900_000 / repeated.length()) + "{";
    AnswerRules rules = AnswerRules.within(0).withFinalAnswer(mark);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> correctness(Kind.TEXT, "5", rules, submitted));
  }
}
