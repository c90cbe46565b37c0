package dev.millrace.rollout.template;

/// The inside of a quoted text, with Python's escapes.
final class StringLiteral {
  private StringLiteral() {}

  /// Reads up to and with the closing quote.
  static String read(Source source, char quote, Position at) {
    StringBuilder value = new StringBuilder();
    while (!source.atEnd() && source.peek() != quote) {
      char c = source.peek();
      source.skip(1);
      if (c == '\\' && !source.atEnd()) {
        escape(source, value, at);
      } else {
        value.append(c);
      }
    }
    if (source.atEnd()) {
      throw at.error("this string is never closed with " + quote);
    }
    source.skip(1);
    return value.toString();
  }

  private static void escape(Source source, StringBuilder value, Position at) {
    char c = source.peek();
    source.skip(1);
    switch (c) {
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'r' -> value.append('\r');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'a' -> value.append('\u0007');
      case 'v' -> value.append('\u000b');
      case '\\', '\'', '"' -> value.append(c);
      case '\n' -> {}
      case 'x' -> value.appendCodePoint(code(source, 2, at));
      case 'u' -> value.appendCodePoint(code(source, 4, at));
      case 'U' -> value.appendCodePoint(code(source, 8, at));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> value.append((char) octal(source, c));
      default -> value.append('\\').append(c);
    }
  }

  private static int code(Source source, int digits, Position at) {
    int end = source.offset() + digits;
    if (end <= source.length()) {
      String hex = source.text(source.offset(), end);
      if (hex.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
        long code = Long.parseLong(hex, 16);
        if (code <= Character.MAX_CODE_POINT) {
          source.skip(digits);
          return (int) code;
        }
      }
    }
    throw at.error("an escape in this string needs " + digits + " hexadecimal digits");
  }

  private static int octal(Source source, char first) {
    int value = first - '0';
    for (int i = 0; i < 2 && !source.atEnd(); i++) {
      int digit = Character.digit(source.peek(), 8);
      if (digit < 0) {
        break;
      }
      value = value * 8 + digit;
      source.skip(1);
    }
    return value;
  }
}
