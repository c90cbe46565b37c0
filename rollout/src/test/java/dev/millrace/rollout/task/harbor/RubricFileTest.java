package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Rubric.Criterion;
import dev.millrace.rollout.task.Rubric.Sight;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubricFileTest {
  private static final String ONE = "[[criteria]]\nname = \"clear\"\ndescription = \"It is.\"\n";
  private final List<String> problems = new ArrayList<>();

  private Optional<Rubric> read(String text) {
    return RubricFile.read(new TaskFile("rubric.toml", problems), text);
  }

  @Test
  void whatIsNotSaidIsAsUsual() {
    Rubric rubric = read(ONE).orElseThrow();
    assertEquals(List.of(new Criterion("clear", "It is.", 1, 0, 10)), rubric.criteria());
    assertEquals(EnumSet.allOf(Sight.class), rubric.sees());
  }

  @Test
  void everyKeyIsRead() {
    Rubric rubric =
        read("sees = [\"answer\"]\n" + ONE + "weight = 2\nleast = -1\nmost = 1\n").orElseThrow();
    assertEquals(List.of(new Criterion("clear", "It is.", 2, -1, 1)), rubric.criteria());
    assertEquals(Set.of(Sight.ANSWER), rubric.sees());
    assertNotEquals(read(ONE).orElseThrow().digest(), rubric.digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                            | criteria: expected at least one [[criteria]]",
        "sees = [\"thoughts\"]         | sees: expected some of instruction, answer",
        "[[criteria]]                  | expected a name of a-z",
        "[[criteria]]\\nname = \"A\"   | expected a name of a-z",
        "[[criteria]]\\nname = \"a\"   | the criterion a: expected a description",
        "ONE weight = 0                | the criterion clear: expected a weight above 0",
        "ONE most = 0                  | the criterion clear: expected least below most",
        "ONE scale = 5                 | criteria.0.scale: unknown key",
        "ONE ONE                       | the criterion clear is there twice",
        "not = = toml                  | not TOML"
      })
  void whatIsWrongIsNamed(String text, String expected) {
    String whole = text.replace("\\n", "\n").replace("ONE ", ONE).replace("ONE", ONE);
    assertEquals(Optional.empty(), read(whole));
    assertTrue(problems.getFirst().startsWith("rubric.toml"), problems.toString());
    assertTrue(problems.toString().contains(expected), problems.toString());
  }
}
