package dev.millrace.rewards.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.judge.Unusable.Reason;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFormTest {
  private static final AnswerForm FORM = new AnswerForm(Rubrics.RUBRIC, "abc");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nonce\":\"abc\",\"clear\":7,\"brief\":0.5}",
        "{\"brief\":5e-1, \"clear\":7.0, \"nonce\":\"abc\"}",
        "'\n {\"nonce\":\"abc\",\"clear\":7,\"brief\":0.5}\n'"
      })
  void theFormIsRead(String answer) throws Unusable {
    assertEquals(Map.of("clear", 7.0, "brief", 0.5), FORM.read(answer));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The work is clear: 9 out of 10.                                     | NO_JSON",
        "Sure! {\"nonce\":\"abc\",\"clear\":7,\"brief\":0}                   | NO_JSON",
        "{\"nonce\":\"abc\",\"clear\":7,\"brief\":0} I hope this helps.      | NO_JSON",
        "```json {\"nonce\":\"abc\",\"clear\":7,\"brief\":0}```              | NO_JSON",
        "{\"nonce\":\"abc\",\"clear\":7,\"brief\":0                          | NO_JSON",
        "{\"nonce\":\"abc\",\"clear\":NaN,\"brief\":0}                       | NO_JSON",
        "{\"nonce\":\"abc\",\"clear\":Infinity,\"brief\":0}                  | NO_JSON",
        "{'nonce':'abc','clear':7,'brief':0}                                 | NO_JSON",
        "''                                                                  | NO_OBJECT",
        "[{\"nonce\":\"abc\",\"clear\":7,\"brief\":0}]                       | NO_OBJECT",
        "7                                                                   | NO_OBJECT",
        "null                                                                | NO_OBJECT",
        "{\"nonce\":\"abc\",\"clear\":1,\"clear\":9,\"brief\":0}             | DUPLICATE_KEY",
        "{\"clear\":7,\"brief\":0}                                           | WRONG_NONCE",
        "{\"nonce\":\"abd\",\"clear\":7,\"brief\":0}                         | WRONG_NONCE",
        "{\"nonce\":7,\"clear\":7,\"brief\":0}                               | WRONG_NONCE",
        "{\"nonce\":\"abc\",\"clear\":7}                                     | MISSING_CRITERION",
        "{\"nonce\":\"abc\",\"Clear\":7,\"brief\":0}                         | MISSING_CRITERION",
        "{\"nonce\":\"abc\",\"clear\":7,\"brief\":0,\"total\":9}             | UNKNOWN_CRITERION",
        "{\"nonce\":\"abc\",\"clear\":\"7\",\"brief\":0}                     | NO_NUMBER",
        "{\"nonce\":\"abc\",\"clear\":null,\"brief\":0}                      | NO_NUMBER",
        "{\"nonce\":\"abc\",\"clear\":true,\"brief\":0}                      | NO_NUMBER",
        "{\"nonce\":\"abc\",\"clear\":{\"score\":7},\"brief\":0}             | NO_NUMBER",
        "{\"nonce\":\"abc\",\"clear\":10.01,\"brief\":0}                     | OUT_OF_SCALE",
        "{\"nonce\":\"abc\",\"clear\":7,\"brief\":-1.5}                      | OUT_OF_SCALE",
        "{\"nonce\":\"abc\",\"clear\":1e999,\"brief\":0}                     | OUT_OF_SCALE"
      })
  void anythingElseIsNoAnswerAndSaysWhy(String answer, Reason reason) {
    assertEquals(reason, reason(answer));
  }

  @Test
  void aHugeAnswerIsNotParsed() {
    assertEquals(Reason.TOO_LONG, reason(" ".repeat(1 << 17)));
  }

  @Test
  void deepNestingIsNoAnswer() {
    assertEquals(Reason.NO_JSON, reason("[".repeat(20_000)));
  }

  @Property(seed = "117")
  void noTextWithoutTheMarkIsAnAnswer(@ForAll String text) {
    assertThrows(Unusable.class, () -> FORM.read(text));
  }

  @Test
  void theSchemaAsksForTheVeryForm() {
    String schema = FORM.schema();
    assertTrue(schema.contains("\"required\":[\"nonce\",\"clear\",\"brief\"]"), schema);
    assertTrue(schema.contains("\"minimum\":-1.0,\"maximum\":1.0"), schema);
    assertTrue(schema.contains("\"enum\":[\"abc\"]"), schema);
    assertTrue(schema.contains("\"additionalProperties\":false"), schema);
  }

  private static Reason reason(String answer) {
    return assertThrows(Unusable.class, () -> FORM.read(answer)).reason();
  }
}
