package dev.millrace.rewards.answer;

import static dev.millrace.rewards.answer.Answered.correctness;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnswerVerifierTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Paris | paris.",
        "Paris | \"Paris\"",
        "New  York | new york",
        "Straße | straße",
        "a b | A\u00a0B"
      })
  void wordsAreComparedWithoutCaseAndSpace(String expected, String answer) {
    assertEquals(1, correctness(Kind.TEXT, expected, 0, answer), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1, 2, 3 | 3, 1, 2",
        "1, 2, 3 | {3.0, 2, 1}",
        "2, 3 | The roots are 2 and 3",
        "2, 3 | x = 2; 3",
        "red, green | Green, RED",
        "1/2, 3 km | 3000 m, 0.5",
        "2 | 2, 2"
      })
  void setsAreComparedInAnyOrder(String expected, String answer) {
    assertEquals(1, correctness(Kind.SET, expected, 0, answer), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1, 2, 3 | 1, 2", "1, 2 | 1, 2, 3", "red | red, green", "1, 2 | 12"})
  void setsWithMoreOrLessAreWrong(String expected, String answer) {
    assertEquals(0, correctness(Kind.SET, expected, 0, answer), answer);
  }

  @Property(tries = 500, seed = "103")
  void garbageIsJudgedAndNeverThrows(
      @ForAll Kind kind, @ForAll @StringLength(max = 60) String answer) {
    assertEquals(0, correctness(kind, improbable(kind), 0, answer));
  }

  /// An expected answer that no random text is.
  private static String improbable(Kind kind) {
    return switch (kind) {
      case NUMBER -> "1234567.125 km";
      case DATE -> "2026-03-03";
      case TEXT -> "the words of nobody";
      case SET -> "1234567, 7654321";
      case ALGEBRA, MATH -> "1234567x + 7654321y";
      case EXACT, WORDS -> "exactly the words of nobody";
      case MULTISET, LIST -> "1234567, 7654321, 1234567";
      case INTERVAL -> "[1234567, 7654321)";
      case CHOICE -> "Q) the words of nobody";
      case JSON -> "{\"words\": \"of nobody\"}";
      case SCHEMA -> "{\"required\": [\"nobody\"], \"type\": \"object\"}";
      case REGEX -> "words of nobody\\d+";
    };
  }

  @Test
  void noAnswerIsWrong() {
    for (Kind kind : Kind.values()) {
      assertEquals(0, correctness(kind, improbable(kind), 0, null), kind.name());
      assertEquals(0, correctness(kind, improbable(kind), 0, " \n"), kind.name());
    }
  }

  @Test
  void hugeAnswersAreWrongUnread() {
    assertEquals(0, correctness(Kind.NUMBER, "3", 0, " ".repeat(2_000_000) + "3"));
    assertEquals(0, correctness(Kind.ALGEBRA, "3", 0, "(".repeat(900) + "3" + ")".repeat(900)));
  }

  @Test
  void expectedAnswerThatCannotBeReadIsAFailureOfTheVerifier() {
    Verdict verdict =
        new AnswerVerifier()
            .verify(
                TestTasks.judgedBy(new ExpectedAnswer("soon", Kind.DATE, 0)),
                Submission.answered("soon"));
    assertInstanceOf(Verdict.Errored.class, verdict);
  }
}
