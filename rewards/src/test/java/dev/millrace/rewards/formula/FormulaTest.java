package dev.millrace.rewards.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormulaTest {
  private static final Variables VARIABLES =
      new Variables(
          Map.ofEntries(
              Map.entry("correctness", 1.0),
              Map.entry("coverage", 0.5),
              Map.entry("tokens", 2000.0),
              Map.entry("tool_success", 0.75),
              Map.entry("progress", 0.25),
              Map.entry("turns", 7.0),
              Map.entry("built", 1.0),
              Map.entry("collected", 1.0),
              Map.entry("ran", 0.0),
              Map.entry("passed", 0.0),
              Map.entry("repaired", 0.4),
              Map.entry("penalty", 1.3),
              Map.entry("metric.loss", 0.125),
              Map.entry("score.speed", 2.5)),
          List.of("tests_edited", "claimed_untested"));

  private static double value(String text) {
    return Formula.compile("reward.formula", text).total(VARIABLES);
  }

  @Test
  void presetsAreWhatTheDocumentationSays() {
    assertEquals(1 + 0.3 * 0.5 - 0.00001 * 2000 - 1.3, value("default"), 1e-12);
    assertEquals(1 + 0.3 * 0.4 + 0.05 * 2 - 0.00001 * 2000 - 1.3, value("staged"), 1e-12);
    assertEquals(1 + 0.5 - 0.001 * 2000, value("plain"), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1",
        "correctness + 1 | 2",
        "2 * coverage | 1",
        "correctness == 1 ? 1 : 0.5 | 1",
        "turns > 5 ? -1 : 0 | -1",
        "flags.size() * 0.1 | 0.2",
        "size(flags) == 2 ? 3 : 4 | 3",
        "flags.exists(f, f == 'tests_edited') ? 0 : 1 | 0",
        "flags.filter(f, f.startsWith('tests')).size() * 2 | 2",
        "flags.exists_one(f, f == 'tests_edited') ? 1 : 0 | 1",
        "flags[0] == 'tests_edited' ? 5 : 6 | 5",
        "'leak' in flags ? 1 : 2 | 2",
        "{'a': 1}['a'] + [1, 2][1] | 3",
        "double(int(tool_success)) + progress + tool_success | 1",
        "metrics['loss'] * 8 | 1",
        "scores['speed'] | 2.5",
        "parts['metric.loss'] + parts['correctness'] | 1.125",
        "'gain' in metrics ? metrics['gain'] : 3 | 3",
        "size(scores) + built | 2",
        "-1 | -1"
      })
  void numbersMayBeWrittenWithOrWithoutAPoint(String text, double expected) {
    assertEquals(expected, value(text), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "judge",
        "judge - 0.00001 * tokens - penalty",
        "judged['clear'] + turns",
        "parts['judge'] * tool_success",
        "parts.judge",
        "parts['judge.clear'] - (flags.exists(f, f == 'tests_edited') ? 1 : 0)",
        "'judge' in parts ? parts['judge'] : 0",
        "'correctness' in parts ? judge : 0",
        "has(parts.correctness) ? judge : 0",
        "[judge, 1][0]",
        "{'correctness': judge}['correctness']",
        "0 * correctness + judge",
        "correctness - correctness + judge",
        "(correctness + judge) - correctness",
        "metrics['x'] * 0 + judge",
        "0 * metrics.x + judge",
        "scores['x'] > 1 ? judge : judge",
        "0 * parts['step.a.reward'] + judged['clear']",
        "true ? judge : correctness",
        "correctness > 2 ? 0 : judge",
        "1e-12 * coverage + judge",
        "0 * (correctness + coverage + progress + built + collected + ran + passed) + judge",
        "flags.size() == 0 ? judge : correctness"
      })
  void aJudgesWordWithNothingMeasuredBesideItIsAlone(String text) {
    Formula formula = Formula.compile("reward.formula", text);
    assertTrue(formula.readsJudge());
    assertTrue(formula.isJudgeAlone());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "correctness + judge",
        "coverage * judged['clear']",
        "metrics['loss'] + judge",
        "parts['repaired'] + parts['judge']",
        "parts['metric.loss'] + parts.judge",
        "judge > 0.5 ? correctness : 0",
        "[correctness].exists(c, c == 1.0) ? judge : 0",
        "parts['step.a.reward'] + judge",
        "parts['step.a.reward'] * parts['judge']",
        "metrics['seconds'] > 60 ? 0 : judge",
        "metrics.exists(k, metrics[k] > 0.5) ? judge : 0",
        "correctness >= 1 ? judge : 0",
        "judge > 0.5 && coverage == 1 ? 1 : 0",
        "0.1 * correctness + 0.9 * judge",
        "correctness * coverage * progress * built * collected * ran * passed + judge",
        "turns > 5 ? judge + correctness : judge",
        "judge / (correctness - correctness)",
        "correctness",
        "-penalty"
      })
  void aJudgesWordBesideWhatWasMeasuredIsNotAlone(String text) {
    assertFalse(Formula.compile("reward.formula", text).isJudgeAlone());
  }

  @Test
  void onlyAFormulaThatNamesTheMeanNeedsIt() {
    String careful = "correctness + ('judge' in parts ? parts['judge'] : 0)";
    assertFalse(Formula.compile("reward.formula", careful).needsJudge());
    assertTrue(Formula.compile("reward.formula", "correctness + judge").needsJudge());
  }

  @Test
  void misspelledVariableIsNamedWithItsPlaceAndTheKnownOnes() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Formula.compile("reward.formula", "correctness +\n  coverige"))
            .toString();
    assertTrue(message.contains("Exception: reward.formula: "), message);
    assertTrue(message.contains("line 2, column 3"), message);
    assertTrue(message.contains("coverige"), message);
    assertTrue(message.contains("correctness, coverage, tokens, tool_success"), message);
  }

  @ParameterizedTest
  @CsvSource({"correctness +", "''", "flags", "correctness == 1", "'\"text\"'", "nosuch(1)"})
  void whatGivesNoNumberDoesNotCompile(String text) {
    assertThrows(IllegalArgumentException.class, () -> Formula.compile("reward.formula", text));
  }

  @ParameterizedTest
  @CsvSource({"correctness / (coverage - 0.5)", "flags[7] == 'a' ? 1 : 0"})
  void formulaWithoutAFiniteValueIsATypedFailure(String text) {
    Formula formula = Formula.compile("reward.formula", text);
    Failure failure =
        assertThrows(FailureException.class, () -> formula.total(VARIABLES)).failure();
    assertTrue(failure instanceof Failure.Verifier, failure.toString());
  }

  @ParameterizedTest
  @CsvSource({"correctness * 1e308", "-1000000001", "1e308 + turns"})
  void aTotalThatNoMeanCanBeTakenOfIsATypedFailureThatSaysWhatToDo(String text) {
    Formula formula = Formula.compile("reward.formula", text);
    Failure failure =
        assertThrows(FailureException.class, () -> formula.total(VARIABLES)).failure();
    assertTrue(failure instanceof Failure.Verifier, failure.toString());
    assertTrue(failure.detail().contains("at most 1e9: scale"), failure.detail());
  }

  @ParameterizedTest
  @CsvSource({"metrics['los'],los", "scores['x'],x", "correctness + parts['metric.y'],metric.y"})
  void whatWasNotMeasuredIsAFailureThatNamesIt(String text, String name) {
    Formula formula = Formula.compile("reward.formula", text);
    Failure failure =
        assertThrows(FailureException.class, () -> formula.total(VARIABLES)).failure();
    assertTrue(failure instanceof Failure.Verifier, failure.toString());
    assertTrue(failure.detail().contains("'" + name + "'"), failure.detail());
  }

  @Test
  void partsThatAnOlderScoreLacksAreNamedAndOnlyMissedWhereTheyAreRead() {
    Variables old = new Variables(Map.of("correctness", 1.0, "coverage", 1.0), List.of());
    assertEquals(2, Formula.compile("k", "correctness + coverage").total(old));
    Formula formula = Formula.compile("k", "correctness + repaired - penalty");
    String detail =
        assertThrows(FailureException.class, () -> formula.total(old)).failure().detail();
    assertTrue(detail.contains("reads repaired, penalty"), detail);
  }

  @Test
  void digestIsThatOfTheTextWithThePresetResolved() {
    Formula named = Formula.compile("k", "default");
    assertEquals(named.digest(), Formula.compile("k", named.text()).digest());
    assertNotEquals(named.digest(), Formula.compile("k", "plain").digest());
    assertEquals(64, named.digest().length());
  }

  @Property(tries = 200, seed = "114")
  void anyTextCompilesOrIsRefused(@ForAll @StringLength(max = 40) String text) {
    try {
      assertEquals(text, Formula.compile("k", text).text());
    } catch (IllegalArgumentException e) {
      assertTrue(e.toString().contains("Exception: k: "), e.toString());
    }
  }
}
