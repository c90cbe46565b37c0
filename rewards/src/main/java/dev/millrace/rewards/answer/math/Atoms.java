package dev.millrace.rewards.answer.math;

import dev.millrace.rewards.answer.expression.Expression;
import dev.millrace.rewards.answer.expression.Expression.Variable;
import dev.millrace.rewards.answer.expression.Function;
import dev.millrace.rewards.answer.expression.Rational;
import dev.millrace.rewards.answer.expression.Real;
import dev.millrace.rewards.answer.math.MathValue.Group;
import dev.millrace.rewards.answer.math.MathValue.Listing;
import dev.millrace.rewards.answer.math.MathValue.Matrix;
import dev.millrace.rewards.answer.math.MathValue.Scalar;
import dev.millrace.rewards.answer.math.MathValue.SetOf;
import dev.millrace.rewards.answer.text.UnreadableException;
import dev.millrace.rewards.answer.token.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what has no operator around it: numbers, names, functions, brackets, matrices. Used by one
/// thread.
final class Atoms {
  private static final Set<String> OPENING = Set.of("frac", "sqrt", "binom", "lfloor", "lceil");
  private static final Set<String> MATRICES =
      Set.of("pmatrix", "bmatrix", "matrix", "smallmatrix", "Bmatrix");

  private static final Expression PI = new Expression.Constant(new Real.Inexact(Math.PI));
  private static final Expression E = new Expression.Constant(new Real.Inexact(Math.E));

  private final Tokens tokens;
  private final Reader reader;
  private final Sums sums;
  private final Numerals numerals;

  /// How many bars are open: there a bar closes and never opens.
  private int bars;

  Atoms(Tokens tokens, Reader reader, Sums sums) {
    this.tokens = tokens;
    this.reader = reader;
    this.sums = sums;
    this.numerals = new Numerals(tokens, this);
  }

  /// Whether what comes next is multiplied without a sign. A number is not, right behind another.
  boolean isFactor() {
    return switch (tokens.peek()) {
      case Token.Letter _, Token.Named _ -> true;
      case Token.Numeral _ -> !numerals.isLast();
      case Token.Command(String name) -> OPENING.contains(name);
      case Token.Sign(char sign) -> "([{√".indexOf(sign) >= 0 || (sign == '|' && bars == 0);
      case Token.Word _, Token.End _ -> false;
    };
  }

  MathValue atom() throws UnreadableException {
    tokens.deeper();
    MathValue atom =
        switch (tokens.peek()) {
          case Token.Numeral number -> new Scalar(numerals.read(number));
          case Token.Letter(String name) -> new Scalar(name(name));
          case Token.Named(Function function) -> new Scalar(call(function));
          case Token.Command(String name) -> command(name);
          case Token.Sign(char sign) -> sign(sign);
          case Token.Word _, Token.End _ -> throw tokens.unexpected();
        };
    numerals.isLast(atom);
    tokens.shallower();
    return atom;
  }

  /// What stands in braces, or the next atom.
  Expression argument() throws UnreadableException {
    if (!tokens.take('{')) {
      return sums.scalar(atom());
    }
    Expression inner = sums.scalarSum();
    tokens.expect('}');
    return inner;
  }

  private Expression name(String name) throws UnreadableException {
    tokens.take();
    if (tokens.take('_')) {
      return new Variable(name + "_" + subscript());
    }
    return switch (name) {
      case "pi" -> PI;
      case "e" -> E;
      default -> new Variable(name);
    };
  }

  private String subscript() throws UnreadableException {
    boolean braced = tokens.take('{');
    StringBuilder name = new StringBuilder();
    do {
      name.append(
          switch (tokens.peek()) {
            case Token.Numeral(_, String digits, _, _) -> digits;
            case Token.Letter(String letter) -> letter;
            case Token.Word(String word) -> word;
            case Token.Sign(char sign) when braced -> sign;
            default -> throw tokens.unexpected();
          });
      tokens.take();
    } while (braced && !tokens.take('}'));
    return name.toString();
  }

  private Expression call(Function function) throws UnreadableException {
    tokens.take();
    Function called = function;
    Expression exponent = null;
    if (tokens.take('_')) {
      Expression base = argument();
      return Expression.call(Function.LOG, base, operand());
    }
    if (tokens.take('^')) {
      exponent = sums.exponent();
      if (exponent.equals(Expression.of(Rational.of(-1)))) {
        called = function.inverse();
        exponent = called == function ? exponent : null;
      }
    }
    Expression value = Expression.call(called, operand());
    return exponent == null
        ? value
        : new Expression.Binary(Expression.Operator.POWER, value, exponent);
  }

  /// What a function is of: a bracket, else all that follows up to a sign.
  private Expression operand() throws UnreadableException {
    return tokens.isAny("([{|") ? sums.scalar(atom()) : sums.juxtaposed();
  }

  private MathValue command(String name) throws UnreadableException {
    tokens.take();
    return switch (name) {
      case "frac" -> new Scalar(numerals.fraction());
      case "binom" -> new Scalar(Expression.call(Function.BINOMIAL, argument(), argument()));
      case "sqrt" -> new Scalar(root());
      case "lfloor" -> new Scalar(closedBy("rfloor", Function.FLOOR));
      case "lceil" -> new Scalar(closedBy("rceil", Function.CEIL));
      default -> {
        if (!name.startsWith("begin ") || !MATRICES.contains(name.substring(6))) {
          throw tokens.refuse("has an unexpected \\" + name);
        }
        yield matrix("end " + name.substring(6));
      }
    };
  }

  private Expression root() throws UnreadableException {
    if (!tokens.take('[')) {
      return Expression.call(Function.SQRT, argument());
    }
    Expression degree = sums.scalarSum();
    tokens.expect(']');
    return Expression.call(Function.ROOT, degree, argument());
  }

  private Expression closedBy(String command, Function function) throws UnreadableException {
    Expression inner = sums.scalarSum();
    if (!tokens.isCommand(command)) {
      throw tokens.unexpected();
    }
    tokens.take();
    return Expression.call(function, inner);
  }

  private MathValue sign(char sign) throws UnreadableException {
    tokens.take();
    return switch (sign) {
      case '(', '[' -> bracket(sign);
      case '{' -> braces('}');
      case '⦃' -> braces('⦄');
      case '|' -> bars();
      case '√' -> new Scalar(Expression.call(Function.SQRT, argument()));
      case '∞' -> new Scalar(Relations.infinite());
      case '∅' -> new SetOf(List.of());
      case 'ℝ' -> Relations.line();
      default -> throw tokens.refuse("has an unexpected '" + (sign == '\n' ? "\\\\" : sign) + "'");
    };
  }

  private MathValue bracket(char open) throws UnreadableException {
    MathValue inner = inBars(0);
    if (!tokens.isAny(")]")) {
      throw tokens.unexpected();
    }
    char close = tokens.takeSign();
    boolean pair = (open == '(') == (close == ')');
    if (inner instanceof Listing(List<MathValue> items)) {
      return new Group(open, close, items);
    }
    if (!pair) {
      throw tokens.refuse("has a bracket " + open + " closed by " + close);
    }
    return inner;
  }

  private MathValue braces(char close) throws UnreadableException {
    if (tokens.take(close)) {
      return new SetOf(List.of());
    }
    MathValue inner = inBars(0);
    tokens.expect(close);
    if (inner instanceof Listing(List<MathValue> items)) {
      return new SetOf(items);
    }
    return close == '}' ? inner : new SetOf(List.of(inner));
  }

  private MathValue bars() throws UnreadableException {
    MathValue inner = inBars(bars + 1);
    tokens.expect('|');
    return new Scalar(Expression.call(Function.ABS, sums.scalar(inner)));
  }

  private MathValue inBars(int open) throws UnreadableException {
    int before = bars;
    bars = open;
    MathValue inner = reader.items();
    bars = before;
    return inner;
  }

  private MathValue matrix(String end) throws UnreadableException {
    List<List<MathValue>> rows = new ArrayList<>();
    List<MathValue> row = new ArrayList<>();
    while (!tokens.isCommand(end)) {
      row.add(sums.sum());
      if (tokens.take('\n') || tokens.isCommand(end)) {
        rows.add(row);
        row = new ArrayList<>();
      } else {
        tokens.expect('&');
      }
    }
    tokens.take();
    boolean even = rows.stream().mapToInt(List::size).distinct().count() == 1;
    if (!even) {
      throw tokens.refuse("has no rows, or rows of different length");
    }
    return new Matrix(rows);
  }
}
