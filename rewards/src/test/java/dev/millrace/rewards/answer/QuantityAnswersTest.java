package dev.millrace.rewards.answer;

import static dev.millrace.rewards.answer.Answered.correctness;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers with units, and days.
final class QuantityAnswersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.5 | 12.5",
        "12.5 | The answer is 12.50.",
        "12.5 | 25/2",
        "12.5 | 12 1/2",
        "12.5 | 1.25e1",
        "12.5 | 1.25 × 10^1",
        "1250 | 1,250",
        "1250 | 1,250.00",
        "-3 | x = −3",
        "0.5 | 50%",
        "50% | 50",
        "50% | 0.5",
        "1/3 | 2/6",
        "12 | 12 apples",
        "12 km | So it is 12000 m in all, or 12 km",
        "12.5 km | The answer is 12.5 km.",
        "12.5 km | 12500 metres",
        "12.5 km | 12,500 m",
        "1 h | 3600 s",
        "90 min | 1.5 hours",
        "10 m/s | 36 km/h",
        "36 km/h | 10 meters per second",
        "2 ha | 20000 m²",
        "2 ha | 20000 square meters",
        "3 l | 3000 mL",
        "100 °C | 212 °F",
        "0 °C | 273.15 K",
        "37.5 °C | 37.5 degrees Celsius",
        "$3.50 | 3.50 USD",
        "€3.50 | 3.5 euros",
        "1 year | 12 months",
        "-40 °F | -40 °C"
      })
  void numbersAreComparedByValueAndUnit(String expected, String answer) {
    assertEquals(1, correctness(Kind.NUMBER, expected, 0, answer), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12.5 | 12.6",
        "12.5 | 125",
        "12.5 | twelve and a half",
        "12.5 | 12,5",
        "12.5 km | 12.5",
        "12.5 km | 12.5 kg",
        "12.5 km | 12.5 m",
        "$3.50 | €3.50",
        "5 | -5",
        "1 | 1/0",
        "1 | 1e99999999",
        "5 | NaN",
        "5 | Infinity"
      })
  void otherValuesAndMissingUnitsAreWrong(String expected, String answer) {
    assertEquals(0, correctness(Kind.NUMBER, expected, 0, answer), answer);
  }

  @Test
  void toleranceIsRelativeToTheExpectedValueInItsUnit() {
    assertEquals(1, correctness(Kind.NUMBER, "200 m", 0.01, "0.2019 km"));
    assertEquals(0, correctness(Kind.NUMBER, "200 m", 0.01, "0.2021 km"));
    assertEquals(0, correctness(Kind.NUMBER, "20 °C", 0.01, "21 °C"));
  }

  @Property(tries = 200, seed = "102")
  void metresAndKilometresAgree(@ForAll @IntRange(min = 1, max = 1_000_000) int metres) {
    String kilometres = BigDecimal.valueOf(metres, 3).toPlainString() + " km";
    assertEquals(1, correctness(Kind.NUMBER, kilometres, 0, "%,d m".formatted(metres)));
    assertEquals(0, correctness(Kind.NUMBER, kilometres, 0, (metres + 1) + " m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-03 | 2026-03-03",
        "2026-03-03 | 3 March 2026",
        "2026-03-03 | It falls on March 3rd, 2026.",
        "2026-03-03 | Tuesday, 3 Mar 2026",
        "2026-03-03 | 3rd of March, 2026",
        "2026-12-25 | 25/12/2026",
        "2026-12-25 | 12/25/2026",
        "2026-03-03 | 03/03/2026",
        "2026-03-03 | 2026-03-03T10:00:00Z",
        "2026-03-03T10:00:00Z | 2026-03-03T11:00:00+01:00",
        "2026-03-03T10:00:00Z | 3 March 2026 at 10:00 UTC",
        "2026-03-03T10:00:00Z | 2026-03-03 11:00 Europe/Berlin",
        "2026-03-03 15:30 | March 3, 2026, 3:30 pm"
      })
  void datesAreComparedInAnyUsualForm(String expected, String answer) {
    assertEquals(1, correctness(Kind.DATE, expected, 0, answer), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-04 | 03/04/2026",
        "2026-03-04 | 04/03/2026",
        "2026-03-03 | 2026-03-04",
        "2026-03-03 | 2026-02-30",
        "2026-03-03 | next Tuesday",
        "2026-03-03T10:00:00Z | 2026-03-03",
        "2026-03-03T10:00:00Z | 2026-03-03T10:00:00",
        "2026-03-03T10:00:00Z | 2026-03-03T10:00:00+01:00",
        "2026-03-03T10:00:00Z | 2026-03-03 10:00 Nowhere/City"
      })
  void ambiguousMissingAndOtherDatesAreWrong(String expected, String answer) {
    assertEquals(0, correctness(Kind.DATE, expected, 0, answer), answer);
  }

  @Test
  void wrongAnswerSaysWhy() {
    Verdict verdict =
        new AnswerVerifier()
            .verify(
                TestTasks.judgedBy(new ExpectedAnswer("2026-03-04", Kind.DATE, 0)),
                Submission.answered("03/04/2026"));
    assertTrue(
        String.valueOf(assertInstanceOf(Verdict.Judged.class, verdict).tests().getFirst().message())
            .contains("names two days"));
  }
}
