package dev.millrace.rollout.sandbox.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MaskingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "export API_KEY=abc123 && run|export API_KEY=[hidden] && run",
        "tool --password hunter2 --verbose|tool --password [hidden] --verbose",
        "curl -H \"Authorization: Bearer abc.def\"|curl -H \"Authorization: Bearer [hidden]\"",
        "echo sk-proj-abcdefghijkl1234|echo [hidden]",
        "git clone https://me:pass@host/x|git clone https://[hidden]@host/x",
        "db_password: \"two words\" next|db_password: [hidden] next",
        "sort keys.txt|sort keys.txt",
        "monkey business=4|monkey [hidden]",
        "python3 -m pytest -q tests|python3 -m pytest -q tests",
      })
  void whatLooksLikeAKeyIsHidden(String text, String expected) {
    assertEquals(expected, Masking.text(text));
  }

  @Test
  void knownValuesAreHiddenWhereverTheyStand() {
    assertEquals(
        "run --with=[hidden]/x ab",
        Masking.text("run --with=wonderland/x ab", List.of("ab", "wonderland")));
  }

  @Test
  void ofLongTextsTheBeginningIsKept() {
    String masked = Masking.text("x".repeat(10_000));
    assertEquals(Masking.MAX_CHARACTERS, masked.length());
    String pairs = Masking.text("a" + "\uD83D\uDE00".repeat(1000));
    assertFalse(Character.isHighSurrogate(pairs.charAt(pairs.length() - 2)));
  }

  @Property(tries = 300, seed = "134")
  void neverLongerThanAllowed(@ForAll String text) {
    assertTrue(Masking.text(text).length() <= Masking.MAX_CHARACTERS);
  }
}
