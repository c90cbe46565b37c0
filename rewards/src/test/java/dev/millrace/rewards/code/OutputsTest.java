package dev.millrace.rewards.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.task.code.CodeSpec.OutputRule;
import dev.millrace.rollout.task.code.CodeSpec.OutputRule.Text;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutputsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "EXACT|0|a b⏎|a b⏎|true",
        "EXACT|0|a b|a b⏎|false",
        "LINES|0|a b  ⏎⏎|a b|true",
        "LINES|0| a b|a b|false",
        "LINES|0|a⏎b|a b|false",
        "LINES|0|a⏎⏎b|a⏎b|false",
        "LINES|0|⏎|a|false",
        "LINES|0|a|a⏎b|false",
        "LINES|0|1.0|1|false",
        "WORDS|0|a⏎  b|a b|true",
        "WORDS|0|ab|a b|false",
        "WORDS|0|a b|b a|false",
        "LINES|0.001|x 1.0005|x 1.0000|true",
        "LINES|0.001|x 1.002|x 1.0000|false",
        "LINES|0.001|y 1.0|x 1.0|false",
        "LINES|0.001|NaN|1.0|false",
        "WORDS|0.001|1e999999999|1|false",
        "WORDS|0.001|1.0001 2|1 2.0001|true"
      })
  void textIsComparedAsTheRuleSays(
      Text text, double relative, String given, String expected, boolean same) {
    Outputs outputs = new Outputs(new OutputRule(text, relative, 0));
    assertEquals(
        same, outputs.difference(given.replace('⏎', '\n'), expected.replace('⏎', '\n')).isEmpty());
  }

  @Test
  void differencesSayWhere() {
    assertEquals(
        Optional.of("line 2 is \"c\", expected \"b\""),
        new Outputs(OutputRule.LINES).difference("a\nc", "a\nb"));
    assertEquals(
        Optional.of("line: 1 given, 2 expected"),
        new Outputs(OutputRule.LINES).difference("a", "a\nb"));
  }

  @Test
  void valuesAreComparedAsJson() {
    Outputs outputs = new Outputs(new OutputRule(Text.LINES, 0, 0.01));
    assertEquals(Optional.empty(), outputs.ofValues("[1.0, \"x\"]", "[1.005, \"x\"]"));
    assertEquals(
        Optional.of("/1 is \"x\", expected \"y\""), outputs.ofValues("[1, \"x\"]", "[1, \"y\"]"));
    assertEquals(Optional.of("the result is true, expected 1"), outputs.ofValues("true", "1"));
  }
}
