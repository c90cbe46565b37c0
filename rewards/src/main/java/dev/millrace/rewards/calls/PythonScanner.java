package dev.millrace.rewards.calls;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts a Python expression into tokens. Used once.
final class PythonScanner {
  private static final int MOST_DIGITS = 400;
  private static final List<String> OPERATORS =
      List.of(
          "...", "**", "//", "(", ")", "[", "]", "{", "}", ",", ":", "=", ".", "+", "-", "*", "/",
          "%");

  private final String text;
  private final List<PythonToken> tokens = new ArrayList<>();
  private int at;

  private PythonScanner(String text) {
    this.text = text;
  }

  static List<PythonToken> tokens(String text) throws NoCallException {
    PythonScanner scanner = new PythonScanner(text);
    while (scanner.at < text.length()) {
      scanner.next();
    }
    scanner.tokens.add(new PythonToken.End());
    return scanner.tokens;
  }

  private void next() throws NoCallException {
    char c = text.charAt(at);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      at++;
    } else if (c == '#') {
      while (at < text.length() && text.charAt(at) != '\n') {
        at++;
      }
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (c == '"' || c == '\'') {
      string("");
    } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      name();
    } else {
      operator();
    }
  }

  private void operator() throws NoCallException {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        tokens.add(new PythonToken.Operator(operator));
        at += operator.length();
        return;
      }
    }
    throw unexpected();
  }

  /// A name, or the letters before a string that say how it is written.
  private void name() throws NoCallException {
    int start = at;
    while (at < text.length()
        && (Character.isUnicodeIdentifierPart(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    String name = text.substring(start, at);
    String prefix = name.toLowerCase(Locale.ROOT);
    if ((peek(0) == '"' || peek(0) == '\'') && List.of("r", "u").contains(prefix)) {
      string(prefix);
    } else {
      tokens.add(new PythonToken.Name(name));
    }
  }

  private void string(String prefix) throws NoCallException {
    String mark = text.substring(at, at + 1);
    String quote = text.startsWith(mark.repeat(3), at) ? mark.repeat(3) : mark;
    at += quote.length();
    StringBuilder value = new StringBuilder();
    while (!text.startsWith(quote, at)) {
      if (at >= text.length() || (quote.length() == 1 && text.charAt(at) == '\n')) {
        throw new NoCallException("a string is not closed");
      }
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        escape(value, prefix.equals("r"));
      } else {
        value.append(text.charAt(at++));
      }
    }
    at += quote.length();
    tokens.add(new PythonToken.Literal(new Value.Text(value.toString())));
  }

  private void escape(StringBuilder value, boolean isRaw) throws NoCallException {
    char c = text.charAt(at + 1);
    int plain = "ntr\\'\"abfv0".indexOf(c);
    if (isRaw) {
      value.append('\\').append(c);
      at += 2;
    } else if (c == '\n') {
      at += 2;
    } else if (c == 'x' || c == 'u' || c == 'U') {
      int length = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      value.appendCodePoint(code(at + 2, length));
      at += 2 + length;
    } else if (c == 'N' || (c >= '0' && c <= '7' && isDigit(peek(2)))) {
      throw new NoCallException("an escape \\" + c + " in a string is not read");
    } else if (plain >= 0) {
      value.append("\n\t\r\\'\"\u0007\b\f\u000b\0".charAt(plain));
      at += 2;
    } else {
      value.append('\\').append(c);
      at += 2;
    }
  }

  private int code(int from, int length) throws NoCallException {
    String digits = from + length <= text.length() ? text.substring(from, from + length) : "";
    try {
      int code = Integer.parseUnsignedInt(digits, 16);
      if (Character.isValidCodePoint(code)) {
        return code;
      }
    } catch (NumberFormatException _) {
      // It is refused below.
    }
    throw new NoCallException("an escape in a string names no character");
  }

  private void number() throws NoCallException {
    int start = at;
    String prefix = text.substring(at, Math.min(at + 2, text.length())).toLowerCase(Locale.ROOT);
    int radix = List.of("0x", "0o", "0b").contains(prefix) ? radix(prefix) : 10;
    at += radix == 10 ? 0 : 2;
    while (at < text.length() && isPartOfNumber(radix)) {
      at++;
    }
    String digits = text.substring(radix == 10 ? start : start + 2, at).replace("_", "");
    if (digits.length() > MOST_DIGITS || Character.isUnicodeIdentifierStart(peek(0))) {
      throw new NoCallException("a number is too long, or letters follow it");
    }
    try {
      tokens.add(new PythonToken.Literal(value(digits, radix)));
    } catch (NumberFormatException _) {
      throw new NoCallException(text.substring(start, at) + " is no number");
    }
  }

  private boolean isPartOfNumber(int radix) {
    char c = text.charAt(at);
    if (radix != 10) {
      return Character.digit(c, radix) >= 0 || c == '_';
    }
    boolean exponent = (c == 'e' || c == 'E') && (isDigit(peek(1)) || isSigned(peek(1)));
    boolean sign = isSigned(c) && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E');
    return isDigit(c) || c == '_' || c == '.' || exponent || sign;
  }

  private boolean isSigned(char c) {
    return c == '+' || c == '-';
  }

  private static int radix(String prefix) {
    return switch (prefix) {
      case "0x" -> 16;
      case "0o" -> 8;
      default -> 2;
    };
  }

  private static Value value(String digits, int radix) {
    if (radix == 10 && digits.chars().anyMatch(c -> ".eE".indexOf(c) >= 0)) {
      return new Value.Fraction(Double.parseDouble(digits));
    }
    if (radix == 10 && digits.length() > 1 && digits.startsWith("0") && !digits.matches("0+")) {
      throw new NumberFormatException("a leading zero");
    }
    return new Value.Whole(new BigInteger(digits, radix));
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private NoCallException unexpected() {
    return new NoCallException("unexpected '" + text.charAt(at) + "' at character " + (at + 1));
  }
}
