package dev.millrace.rewards.answer;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Reads `+ - * / ^`, brackets, a few functions, and products without a sign (`2x`, `3(x + 1)`,
/// `xy`). Variables are single letters, with digits after an underscore if need be (`x_1`).
final class ExpressionParser {
  private static final char END = '\0';
  private static final int LONGEST = 1_000;
  private static final int DEEPEST = 100;
  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.ofEntries(
          Map.entry("sqrt", Math::sqrt),
          Map.entry("cbrt", Math::cbrt),
          Map.entry("abs", Math::abs),
          Map.entry("exp", Math::exp),
          Map.entry("ln", Math::log),
          Map.entry("log", Math::log),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("arcsin", Math::asin),
          Map.entry("arccos", Math::acos),
          Map.entry("arctan", Math::atan),
          Map.entry("sinh", Math::sinh),
          Map.entry("cosh", Math::cosh),
          Map.entry("tanh", Math::tanh));

  private final String text;
  private int at;
  private int depth;

  private ExpressionParser(String text) {
    this.text = text;
  }

  static Expression parse(String raw) throws UnreadableException {
    if (raw.length() > LONGEST) {
      throw new UnreadableException(
          "an expression of " + raw.length() + " characters is too long, at most " + LONGEST);
    }
    ExpressionParser parser = new ExpressionParser(plain(raw));
    Expression expression = parser.sum();
    if (!parser.isAtEnd()) {
      throw parser.unexpected();
    }
    return expression;
  }

  private static String plain(String raw) {
    return raw.strip()
        .replaceAll("[`$]|\\.$", "")
        .replace(END, '?')
        .replace("**", "^")
        .replace('×', '*')
        .replace('·', '*')
        .replace('÷', '/')
        .replace('\u2212', '-')
        .replace("²", "^2")
        .replace("³", "^3")
        .replace("√", "sqrt")
        .replace("π", "pi");
  }

  private Expression sum() throws UnreadableException {
    if (++depth > DEEPEST) {
      throw new UnreadableException("the expression is nested more than " + DEEPEST + " deep");
    }
    Expression left = product();
    while (peek() == '+' || peek() == '-') {
      char operator = text.charAt(at++);
      left = new Expression.Binary(operator, left, product());
    }
    depth--;
    return left;
  }

  private Expression product() throws UnreadableException {
    Expression left = signed();
    while (true) {
      char next = peek();
      if (next == '*' || next == '/') {
        at++;
        left = new Expression.Binary(next, left, signed());
      } else if (next == '(' || next == '[' || Character.isLetterOrDigit(next) || next == '.') {
        left = new Expression.Binary('*', left, power());
      } else {
        return left;
      }
    }
  }

  private Expression signed() throws UnreadableException {
    boolean negative = false;
    while (peek() == '-' || peek() == '+') {
      negative ^= text.charAt(at++) == '-';
    }
    Expression value = power();
    return negative ? new Expression.Binary('-', new Expression.Constant(0), value) : value;
  }

  private Expression power() throws UnreadableException {
    Expression base = atom();
    if (peek() != '^') {
      return base;
    }
    at++;
    if (++depth > DEEPEST) {
      throw new UnreadableException("the expression is nested more than " + DEEPEST + " deep");
    }
    Expression exponent = signed();
    depth--;
    return new Expression.Binary('^', base, exponent);
  }

  private Expression atom() throws UnreadableException {
    char next = peek();
    if (next == '(' || next == '[') {
      return bracket(next == '(' ? ')' : ']');
    }
    if (isDigit(next) || next == '.') {
      return number();
    }
    if (Character.isLetter(next)) {
      return name();
    }
    throw unexpected();
  }

  private Expression bracket(char close) throws UnreadableException {
    at++;
    Expression inner = sum();
    if (peek() != close) {
      throw unexpected();
    }
    at++;
    return inner;
  }

  private Expression number() throws UnreadableException {
    int start = at;
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    try {
      return new Expression.Constant(Double.parseDouble(text.substring(start, at)));
    } catch (NumberFormatException e) {
      throw new UnreadableException(Texts.quote(text.substring(start, at)) + " is not a number");
    }
  }

  /// Letters are a function, `pi`, or variables that are multiplied: the longest function wins.
  private Expression name() throws UnreadableException {
    for (int length = 6; length >= 2; length--) {
      if (at + length <= text.length()) {
        String name = text.substring(at, at + length);
        if (FUNCTIONS.containsKey(name)) {
          at += length;
          return new Expression.Call(name, FUNCTIONS.get(name), argument(name));
        }
      }
    }
    if (text.startsWith("pi", at)) {
      at += 2;
      return new Expression.Constant(Math.PI);
    }
    return variable();
  }

  private Expression argument(String name) throws UnreadableException {
    if (peek() != '(' && peek() != '[') {
      throw new UnreadableException("write " + name + "(…) with brackets in " + Texts.quote(text));
    }
    return atom();
  }

  private Expression variable() {
    int start = at++;
    if (at + 1 < text.length() && text.charAt(at) == '_' && isDigit(text.charAt(at + 1))) {
      at++;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
    }
    String name = text.substring(start, at);
    return name.equals("e") ? new Expression.Constant(Math.E) : new Expression.Variable(name);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean isAtEnd() {
    return peek() == END;
  }

  /// The next character that is no white space, or [#END].
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : END;
  }

  private UnreadableException unexpected() {
    return new UnreadableException(
        isAtEnd()
            ? "the expression " + Texts.quote(text) + " ends too early"
            : "unexpected '" + peek() + "' at character " + (at + 1) + " of " + Texts.quote(text));
  }
}
