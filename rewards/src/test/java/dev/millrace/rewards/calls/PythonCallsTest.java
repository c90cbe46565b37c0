package dev.millrace.rewards.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

final class PythonCallsTest {
  private static Value argument(String text) throws NoCallException {
    List<Call> calls = PythonCalls.read("f(a=" + text + ")");
    return Objects.requireNonNull(calls.getFirst().arguments().get("a"));
  }

  @Test
  void callsStandAloneInAListOrSideBySide() throws NoCallException {
    Call one = new Call("a.b", Map.of("x", new Value.Whole(BigInteger.ONE)), 0);
    Call two = new Call("c", Map.of(), 1);
    assertEquals(List.of(one), PythonCalls.read("a.b(x=1)"));
    assertEquals(List.of(one, two), PythonCalls.read("[a.b(x=1), c('y')]"));
    assertEquals(List.of(one, two), PythonCalls.read(" a.b( x = 1 ,), c('y') "));
    assertEquals(List.of(), PythonCalls.read("[]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 | integer",
        "-1 | integer",
        "0x1F | integer",
        "1_000 | integer",
        "2**10 | integer",
        "7 // 2 | integer",
        "1.5 | float",
        "1e-5 | float",
        ".5 | float",
        "7 / 2 | float",
        "True | boolean",
        "None | None",
        "'x' | string",
        "\"x\" | string",
        "'''x''' | string",
        "r'x' | string",
        "'x' 'y' | string",
        "name | string",
        "f(1) | string",
        "x[0] | string",
        "[1, 'x'] | list",
        "(1, 2) | tuple",
        "(1,) | tuple",
        "(1) | integer",
        "() | tuple",
        "{'x': 1} | dict",
        "g(y=1) | dict",
        "... | string"
      })
  void argumentsHaveTheTypesThatPythonGivesThem(String text, String type) throws NoCallException {
    assertEquals(type, argument(text).type());
  }

  @Test
  void valuesAreWhatPythonReads() throws NoCallException {
    assertEquals(new Value.Whole(BigInteger.valueOf(-3)), argument("-7 // 2 + 1"));
    assertEquals(new Value.Whole(BigInteger.TWO), argument("-7 % 3"));
    assertEquals(new Value.Whole(BigInteger.valueOf(-8)), argument("-2**3"));
    assertEquals(new Value.Text("a\n'é\t\\d"), argument("'a\\n\\'\\u00e9' '\\t\\d'"));
    assertEquals(new Value.Text("\\n"), argument("r'\\n'"));
    assertEquals(new Value.Text("g(1, 'x')"), argument("g( 1,\"x\" )"));
    assertEquals(
        new Value.Dict(
            Map.of(
                new Value.Text("g"),
                new Value.Dict(Map.of(new Value.Text("y"), new Value.Text("z"))))),
        argument("g(y=z)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "words of nobody",
        "f",
        "f(",
        "f(a=1",
        "f(a=1))",
        "f(a=1) g()",
        "f(a=1)\ng(b=2)",
        "f(a=1, a=2)",
        "f(a=)",
        "f(a=1 2)",
        "f(a='x)",
        "f(a=1/0)",
        "f(a=9**9**9)",
        "f(a=lambda: 1)",
        "f(a=x.y)",
        "f(a={1})",
        "f(a=[1)",
        "f(a=012)",
        "f(a=1x)",
        "f(a='\\x1')",
        "import os",
        "f(a=1); g()",
        "[f(a=1), 3]",
        "f(*x)",
        "f(**x)",
        "f(a=x if y else z)",
        "I would call f(a=1)"
      })
  void whatIsNoCallIsRefused(String text) {
    assertThrows(NoCallException.class, () -> PythonCalls.read(text), text);
  }

  @Provide
  Arbitrary<Value> values() {
    Arbitrary<Value> texts =
        Arbitraries.strings().ofMaxLength(8).map(text -> (Value) new Value.Text(text));
    Arbitrary<Value> numbers =
        Arbitraries.bigIntegers().map(number -> (Value) new Value.Whole(number));
    Arbitrary<Value> fractions =
        Arbitraries.doubles().map(number -> (Value) new Value.Fraction(number + 0.0));
    Arbitrary<Value> others = Arbitraries.of(new Value.Truth(true), new Value.None());
    Arbitrary<Value> plain = Arbitraries.oneOf(texts, numbers, fractions, others);
    return nested(texts, nested(texts, plain));
  }

  private static Arbitrary<Value> nested(Arbitrary<Value> keys, Arbitrary<Value> inner) {
    return Arbitraries.oneOf(
        inner,
        inner.list().ofMaxSize(3).map(Value.Items::new),
        inner.list().ofMaxSize(3).map(Value.Tuple::new),
        Arbitraries.maps(keys, inner).ofMaxSize(3).map(Value.Dict::new));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, seed = "111")
  void whatIsWrittenIsReadBack(@ForAll("values") Value value) throws NoCallException {
    assertEquals(value, argument(PythonText.of(value)));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, seed = "112")
  void equalityIsSymmetricAndHoldsForTheSame(
      @ForAll("values") Value one, @ForAll("values") Value other) {
    assertEquals(one.isEqualTo(other), other.isEqualTo(one));
    assertEquals(true, one.isEqualTo(one));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "f", "(", ")", "[", "]", "{", "}", "a", "=", ",", "'", "\"", "\\", "1", ".", "e", "-",
            "**", "//", "x", " ", "\n", ":", "0x", "None", "#", "...", "é")
        .list()
        .ofMaxSize(40)
        .map(list -> String.join("", list));
  }

  @Property(tries = 2000, seed = "113")
  void piecesAreReadOrRefusedAndNeverThrowOtherwise(@ForAll("pieces") String text) {
    try {
      PythonCalls.read(text);
      PythonCalls.read("f(a=" + text + ")");
    } catch (NoCallException _) {
      // That is one of the two ends that are right.
    }
  }

  @Test
  void deepNestingIsRefused() {
    assertThrows(NoCallException.class, () -> argument("[".repeat(5000) + "]".repeat(5000)));
    assertThrows(NoCallException.class, () -> argument("-".repeat(50_000) + "1"));
    assertThrows(NoCallException.class, () -> argument("g(x=".repeat(5000)));
  }

  /// Writes values as Python does.
  private static final class PythonText {
    static String of(Value value) {
      return switch (value) {
        case Value.Text(String text) -> quoted(text);
        case Value.Whole(BigInteger number) -> number.toString();
        case Value.Fraction(double number) -> Double.toString(number);
        case Value.Truth(boolean truth) -> truth ? "True" : "False";
        case Value.None _ -> "None";
        case Value.Items(List<Value> items) -> "[" + joined(items) + "]";
        case Value.Tuple(List<Value> items) ->
            "(" + joined(items) + (items.size() == 1 ? ",)" : ")");
        case Value.Dict(Map<Value, Value> entries) -> {
          Map<String, String> texts = new LinkedHashMap<>();
          entries.forEach((key, one) -> texts.put(of(key), of(one)));
          yield "{"
              + String.join(
                  ", ",
                  texts.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList())
              + "}";
        }
      };
    }

    private static String joined(List<Value> values) {
      return String.join(", ", values.stream().map(PythonText::of).toList());
    }

    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("'");
      text.chars()
          .forEach(
              c -> {
                if (c == '\'' || c == '\\') {
                  quoted.append('\\').append((char) c);
                } else if (c < 32) {
                  quoted.append("\\x%02x".formatted(c));
                } else {
                  quoted.append((char) c);
                }
              });
      return quoted.append('\'').toString();
    }
  }
}
