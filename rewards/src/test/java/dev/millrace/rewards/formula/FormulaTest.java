package dev.millrace.rewards.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormulaTest {
  private static final Variables VARIABLES =
      new Variables(1, 0.5, 2000, 0.75, 0.25, 7, List.of("tests_edited", "claimed_untested"));

  private static double value(String text) {
    return Formula.compile("reward.formula", text).total(VARIABLES);
  }

  @Test
  void presetsAreWhatTheDocumentationSays() {
    assertEquals(1 + 0.3 * 0.5 - 0.00001 * 2000, value("default"), 1e-12);
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
        "-1 | -1"
      })
  void numbersMayBeWrittenWithOrWithoutAPoint(String text, double expected) {
    assertEquals(expected, value(text), 1e-12);
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

  @Test
  void digestIsThatOfTheTextWithThePresetResolved() {
    Formula named = Formula.compile("k", "default");
    assertEquals(named.digest(), Formula.compile("k", named.text()).digest());
    assertNotEquals(named.digest(), Formula.compile("k", "plain").digest());
    assertEquals(64, named.digest().length());
  }

  @Property(tries = 200)
  void anyTextCompilesOrIsRefused(@ForAll @StringLength(max = 40) String text) {
    try {
      assertEquals(text, Formula.compile("k", text).text());
    } catch (IllegalArgumentException e) {
      assertTrue(e.toString().contains("Exception: k: "), e.toString());
    }
  }
}
