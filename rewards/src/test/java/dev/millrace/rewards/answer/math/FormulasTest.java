package dev.millrace.rewards.answer.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.answer.expression.Algebra;
import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Expression.Binary;
import dev.millrace.rewards.answer.expression.Expression.Operator;
import dev.millrace.rewards.answer.expression.Rational;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.answer.text.Match;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.LetterRuns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FormulasTest {
  private static final List<String> PIECES =
      List.of(
          "\\frac",
          "{",
          "}",
          "\\{",
          "\\}",
          "(",
          ")",
          "[",
          "]",
          "1",
          "23",
          ".",
          ",",
          "x",
          "\\pi",
          "\\sqrt",
          "\\left",
          "\\right",
          "^",
          "_",
          "+",
          "-",
          "*",
          "/",
          "=",
          "<",
          "\\le",
          "\\cup",
          "\\pm",
          "\\begin{pmatrix}",
          "\\end{pmatrix}",
          "&",
          "\\\\",
          "|",
          "!",
          "%",
          "\\text{or}",
          "\\infty",
          " ",
          "$",
          "\\overline",
          "\\log",
          "sin",
          "½",
          "²",
          "∪",
          "∈",
          ";",
          "°",
          "e");

  /// Polynomials and quotients with whole coefficients: all that stays exact.
  @Provide
  Arbitrary<Expression> expressions() {
    Arbitrary<Expression> leaves =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40).map(whole -> Expression.of(Rational.of(whole))),
            Arbitraries.of("x", "y", "z", "a_1").map(Expression.Variable::new));
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves,
        () ->
            Combinators.combine(
                    Arbitraries.of(Operator.PLUS, Operator.MINUS, Operator.TIMES, Operator.OVER),
                    expressions(),
                    expressions())
                .as(Binary::new),
        () ->
            Combinators.combine(expressions(), Arbitraries.integers().between(0, 4))
                .as((base, n) -> new Binary(Operator.POWER, base, Expression.of(Rational.of(n)))));
  }

  @Property(tries = 200, seed = "105")
  void whatIsWrittenIsReadBack(@ForAll("expressions") Expression expression)
      throws UnreadableException {
    for (String text : List.of(Written.plain(expression), Written.latex(expression))) {
      assertEquals(expression, Reader.expression(text, LetterRuns.PRODUCTS), text);
    }
  }

  @Property(tries = 150, seed = "106")
  void plainAndLatexSayTheSame(@ForAll("expressions") Expression expression) {
    String plain = Written.plain(expression);
    Optional<Boolean> same = Formulas.areEqual(Written.latex(expression), plain, Tolerance.NONE);
    // An expression without a value anywhere, such as 1/(x - x), equals nothing.
    boolean exists = new Algebra(Tolerance.NONE).areEqual(expression, expression);
    assertEquals(Optional.of(exists), same, plain);
  }

  @Property(tries = 150, seed = "107")
  void equalityIsSymmetricWhereBothHaveValues(
      @ForAll("expressions") Expression one, @ForAll("expressions") Expression other) {
    Algebra algebra = new Algebra(Tolerance.NONE);
    Expression product = Expression.times(one, other);
    if (algebra.areEqual(product, product)) {
      assertEquals(algebra.areEqual(one, other), algebra.areEqual(other, one));
      assertTrue(algebra.areEqual(product, Expression.times(other, one)));
    }
  }

  @Property(tries = 150, seed = "108")
  void oneMoreIsAnother(@ForAll("expressions") Expression expression) {
    Expression more = new Binary(Operator.PLUS, expression, Expression.of(Rational.ONE));
    assertFalse(new Algebra(Tolerance.NONE).areEqual(more, expression));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Property(tries = 1000, seed = "109")
  void piecesOfLatexAreJudgedAndNeverThrow(@ForAll("pieces") String text)
      throws UnreadableException {
    for (String expected :
        List.of("1234567x + 7", "(1234567, 7)", "1234567, 7", "\\text{nobody}")) {
      assertInstanceOf(
          Match.Different.class, Formulas.compare(text, expected, Tolerance.NONE), text);
    }
    assertInstanceOf(
        Match.Different.class,
        Formulas.compareIntervals(text, "[1234567, 7654321]", Tolerance.NONE));
    Formulas.constant(text);
  }

  @Property(tries = 1000, seed = "110")
  void whatIsReadableEqualsItself(@ForAll("pieces") String text) {
    try {
      MathValue value = Reader.read(text, LetterRuns.WORDS);
      if (value instanceof MathValue.Scalar(Expression expression)
          && !new Algebra(Tolerance.NONE).areEqual(expression, expression)) {
        return;
      }
      if (value instanceof MathValue.Scalar) {
        assertEquals(Optional.of(true), Formulas.areEqual(text, text, Tolerance.NONE), text);
      }
    } catch (UnreadableException _) {
      assertEquals(Optional.empty(), Formulas.areEqual(text, text, Tolerance.NONE), text);
    }
  }

  static Stream<String> bombs() {
    return Stream.of(
        "(".repeat(4000),
        "(".repeat(90) + "x" + ")".repeat(90),
        "1+".repeat(1999) + "1",
        "x".repeat(4000),
        "sin".repeat(1000) + "x",
        "9^".repeat(40) + "9",
        "(x^9)^9)^9",
        "((((x^99)^99)^99)^99)",
        "199!".repeat(500),
        "200!^200!",
        "\\binom{200}{100}^{99}".repeat(90),
        "\\frac{".repeat(600),
        "\\sqrt".repeat(700) + "2",
        "1,".repeat(1999) + "1",
        "{".repeat(50) + "1,".repeat(200) + "}".repeat(50),
        "|".repeat(4000),
        ".".repeat(4000),
        "\\".repeat(3999),
        "1".repeat(4000),
        "0." + "1".repeat(399),
        "e".repeat(2000) + "^" + "e".repeat(1900),
        "\\text{".repeat(600),
        "1\\overline{1}".repeat(300),
        "²".repeat(1500));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void workIsBounded(String bomb) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(10),
        () -> {
          Formulas.compare(bomb, "1234567x + 7", Tolerance.NONE);
          Formulas.areEqual(bomb, bomb, Tolerance.NONE);
          Formulas.constant(bomb);
        });
  }

  @Test
  void fractionsAreExactHoweverLong() {
    String many = "1/" + "7".repeat(300);
    assertEquals(
        Optional.of(true), Formulas.areEqual("2*" + many, "2/" + "7".repeat(300), Tolerance.NONE));
    assertEquals(Optional.of(false), Formulas.areEqual("1+" + many, "1", Tolerance.NONE));
  }

  @Test
  void differencesSayWhatCouldNotBeRead() throws UnreadableException {
    Match.Different different =
        assertInstanceOf(
            Match.Different.class, Formulas.compare("(1, 2", "(1, 2)", Tolerance.NONE));
    assertEquals("\"(1, 2\" is not \"(1, 2)\": \"(1, 2\" ends too early", different.reason());
  }
}
