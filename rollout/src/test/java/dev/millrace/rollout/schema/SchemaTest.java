package dev.millrace.rollout.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaTest {
  private static final Schema PERSON =
      Schema.of(
          """
          {"type": "object", "required": ["name"], "additionalProperties": false,
           "properties": {"name": {"type": "string", "pattern": "^[A-Z]"},
                          "age": {"type": "integer", "minimum": 0}}}\
          """);

  @Test
  void documentThatFitsHasNoViolations() {
    assertEquals(List.of(), PERSON.violations("{\"name\": \"Ada\", \"age\": 36}"));
  }

  @Test
  void everyViolationIsNamedInAFixedOrder() {
    List<String> violations = PERSON.violations("{\"name\": \"ada\", \"age\": -1}");
    assertEquals(2, violations.size());
    assertTrue(violations.getFirst().contains("age"), violations::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"name\": \"Ada\", \"name\": \"Bob\"}", "name: Ada"})
  void whatIsNoSingleDocumentDoesNotFit(String text) {
    assertFalse(PERSON.violations(text).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"const\": 3}", "{\"enum\": [3]}", "{\"multipleOf\": 3}"})
  void numberBeyondDoublesDoesNotFit(String schema) {
    assertEquals(List.of("a number is too large"), Schema.of(schema).violations("1e999999999"));
    assertEquals(List.of(), Schema.of(schema).violations("3"));
  }

  @Test
  void nothingFitsASchemaThatRefersToItselfWithoutEnd() {
    assertFalse(Schema.of("{\"$ref\": \"#\"}").violations("3").isEmpty());
  }

  @Test
  void documentThatIsNestedTooDeeplyForItsSchemaDoesNotFit() {
    Schema tree = Schema.of("{\"properties\": {\"c\": {\"$ref\": \"#\"}}}");
    assertEquals(
        List.of("it is nested too deeply"),
        tree.violations("{\"c\": ".repeat(900) + "3" + "}".repeat(900)));
    assertEquals(List.of(), tree.violations("{\"c\": {\"c\": 3}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "3", "{\"pattern\": \"(\"}"})
  void whatIsNoSchemaIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Schema.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\": 3}", "{\"type\": \"objekt\"}", "{\"required\": \"name\"}"})
  void strictSchemasAreHeldAgainstTheirOwnSchema(String text) {
    assertThrows(IllegalArgumentException.class, () -> Schema.strict(text));
    assertTrue(Schema.strict("{\"type\": \"object\"}").violations("{}").isEmpty());
  }

  @Test
  void referencesToOtherDocumentsAreNotFetched() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Schema.of("{\"$ref\": \"http://127.0.0.1:9/other.json\"}").violations("{}"));
  }

  @Test
  void patternsMatchInLinearTime() {
    Schema schema = Schema.of("{\"type\": \"string\", \"pattern\": \"^(a+)+$\"}");
    String text = "\"" + "a".repeat(50_000) + "!\"";
    assertTimeoutPreemptively(
        Duration.ofMinutes(2), () -> assertFalse(schema.violations(text).isEmpty()));
  }

  @Test
  void patternsThatRe2LacksStillWork() {
    Schema schema = Schema.of("{\"pattern\": \"^(?!b)\"}");
    assertTrue(schema.violations("\"a\"").isEmpty());
    assertFalse(schema.violations("\"b\"").isEmpty());
  }
}
