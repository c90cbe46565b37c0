package dev.millrace.rewards.answer;

import static dev.millrace.rewards.answer.Answered.correctness;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expressions, which are compared by their values.
final class ExpressionAnswersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2x + 1 | 1 + 2*x",
        "2x + 1 | y = 2x + 1",
        "2x + 1 | The derivative is 2x+1.",
        "(x+1)^2 | x^2 + 2x + 1",
        "x^2 - y^2 | (x-y)(x+y)",
        "sqrt(x) | x^(1/2)",
        "sqrt(x) | √(x)",
        "1/(1+x) | (1-x)/(1-x^2)",
        "sin(x)^2 + cos(x)^2 | 1",
        "2^3^2 | 512",
        "-x^2 | -(x**2)",
        "x^-1 | 1/x",
        "exp(2x) | e^(2x)",
        "pi r^2 | πr²",
        "3 | 6/2",
        "sqrt(x - 10) | (x-10)^0.5",
        "x_1 + x_2 | x_2 + x_1"
      })
  void expressionsAreEqualWhenTheyEvaluateEqually(String expected, String answer) {
    assertEquals(1, correctness(Kind.ALGEBRA, expected, 0, answer), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2x + 1 | 2x - 1",
        "x | sqrt(x^2)",
        "x | y",
        "x | 1/0",
        "x | x +",
        "x | (x",
        "x | sin x",
        "x | x ? y",
        "1/2x | 1/(2x)"
      })
  void otherExpressionsAndUnreadableOnesAreWrong(String expected, String answer) {
    assertEquals(0, correctness(Kind.ALGEBRA, expected, 0, answer), answer);
  }

  @Property(tries = 100, seed = "101")
  void expandedProductsEqualTheirFactors(
      @ForAll @IntRange(min = -9, max = 9) int a, @ForAll @IntRange(min = -9, max = 9) int b) {
    String factors = "(x + (%d))(x + (%d))".formatted(a, b);
    assertEquals(
        1, correctness(Kind.ALGEBRA, factors, 0, "x^2 + (%d)x + (%d)".formatted(a + b, a * b)));
    assertEquals(
        0, correctness(Kind.ALGEBRA, factors, 0, "x^2 + (%d)x + (%d)".formatted(a + b, a * b + 1)));
  }

  @Property(tries = 300, seed = "104")
  void piecesOfExpressionsAreJudgedAndNeverThrow(
      @ForAll @Chars({'x', '(', ')', '^', '-', '+', '/', '1', '.', ' '}) @StringLength(max = 300)
          String answer) {
    assertEquals(0, correctness(Kind.ALGEBRA, "1234567x + 7654321y", 0, answer));
  }
}
