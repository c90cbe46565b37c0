package dev.millrace.rewards.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonDocumentTest {
  private static boolean areSame(String one, String other, ArrayOrder order) {
    return JsonDocument.of(one).difference(JsonDocument.of(other), Tolerance.NONE, order).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"a\": 1, \"b\": [2]} | {\"b\": [2.0], \"a\": 1e0}",
        "[0, -0.0] | [0.00, 0]",
        "1000 | 1e3",
        "\"\\u0041\" | \"A\"",
        "{} | {}",
        "null | null"
      })
  void equalDocumentsHaveOneDigest(String one, String other) {
    assertEquals(JsonDocument.of(one).digest(), JsonDocument.of(other).digest());
    assertEquals(true, areSame(one, other, ArrayOrder.KEPT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1, 2] | [2, 1]",
        "{\"a\": 1} | {\"a\": 1, \"b\": null}",
        "{\"a\": 1} | {\"a\": \"1\"}",
        "{\"a\": {\"b\": 1}} | {\"a\": {}, \"b\": 1}",
        "[[1], 2] | [[1, 2]]",
        "[\"ab\", \"c\"] | [\"a\", \"bc\"]",
        "0.1 | 0.10000000000000001",
        "true | 1",
        "[] | {}",
        "null | 0",
        "\"null\" | null"
      })
  void differentDocumentsHaveDifferentDigests(String one, String other) {
    assertNotEquals(JsonDocument.of(one).digest(), JsonDocument.of(other).digest());
    assertEquals(false, areSame(one, other, ArrayOrder.KEPT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "1 2", "{\"a\": 1, \"a\": 1}", "nope", "[1,]", "NaN"})
  void whatIsNoSingleDocumentIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonDocument.of(text));
  }

  @Test
  void differencesSayWhereInThePointerOfRfc6901() {
    assertEquals(
        Optional.of("/a~1b/1/c is 3, expected 4"),
        JsonDocument.of("{\"a/b\": [0, {\"c\": 3}]}")
            .difference(
                JsonDocument.of("{\"a/b\": [0, {\"c\": 4}]}"), Tolerance.NONE, ArrayOrder.KEPT));
    assertEquals(
        Optional.of("/x is absent, expected 1"),
        JsonDocument.of("{}")
            .difference(JsonDocument.of("{\"x\": 1}"), Tolerance.NONE, ArrayOrder.KEPT));
  }

  /// A text for each of some values, in any order of keys.
  @Provide
  Arbitrary<String> documents() {
    Arbitrary<String> leaves =
        Arbitraries.of("1", "1.0", "2", "\"a\"", "\"b\"", "true", "null", "1e0");
    return nested(nested(leaves));
  }

  private static Arbitrary<String> nested(Arbitrary<String> inner) {
    return Arbitraries.oneOf(
        inner,
        inner.list().ofMaxSize(3).map(list -> "[" + String.join(",", list) + "]"),
        Arbitraries.maps(Arbitraries.of("\"x\"", "\"y\"", "\"z\""), inner)
            .ofMaxSize(3)
            .map(
                map ->
                    map.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",", "{", "}"))));
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, seed = "116")
  void digestsAreEqualWhereDocumentsAre(
      @ForAll("documents") String one, @ForAll("documents") String other) {
    assertEquals(
        areSame(one, other, ArrayOrder.KEPT),
        JsonDocument.of(one).digest().equals(JsonDocument.of(other).digest()));
    assertEquals(areSame(one, other, ArrayOrder.ANY), areSame(other, one, ArrayOrder.ANY));
  }

  @Test
  void arraysInAnyOrderInsideEachOtherAreBounded() {
    String inner =
        IntStream.range(0, 60).mapToObj(i -> "[" + i + ",0]").collect(Collectors.joining(","));
    String other =
        IntStream.range(0, 60).mapToObj(i -> "[" + i + ",1]").collect(Collectors.joining(","));
    String deep = List.of("[" + inner + "]").stream().collect(Collectors.joining());
    String large = "[" + (deep + ",").repeat(99) + deep + "]";
    String changed = "[" + (deep + ",").repeat(99) + "[" + other + "]]";
    assertTimeoutPreemptively(
        Duration.ofMinutes(10), () -> assertFalse(areSame(large, changed, ArrayOrder.ANY)));
  }
}
