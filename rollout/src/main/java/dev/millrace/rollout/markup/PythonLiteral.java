package dev.millrace.rollout.markup;

import org.jspecify.annotations.Nullable;

/// Reads a value as JSON or as a Python literal, and writes it as JSON. Numbers stay as written.
final class PythonLiteral {
  private static final int MAX_DEPTH = 200;
  private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?";

  private final String text;
  private final StringBuilder json = new StringBuilder();
  private int at;

  PythonLiteral(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /// The text is no such value.
  static final class WrongLiteral extends Exception {
    private static final long serialVersionUID = 1;

    WrongLiteral(String message) {
      super(message);
    }
  }

  /// @return the value as JSON, exactly as written when it is JSON; null when it is neither
  static @Nullable String asJson(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (!JsonText.tree(text).isMissingNode()) {
      return text;
    }
    try {
      PythonLiteral literal = new PythonLiteral(text, 0);
      literal.value(0);
      literal.spaces();
      return literal.at == text.length() ? literal.json.toString() : null;
    } catch (WrongLiteral e) {
      // Neither: the caller keeps the text.
      return null;
    }
  }

  int at() {
    return at;
  }

  String json() {
    return json.toString();
  }

  void value(int depth) throws WrongLiteral {
    spaces();
    if (depth > MAX_DEPTH) {
      throw wrong("a value that is nested less deeply");
    }
    char c = peek();
    switch (c) {
      case '[' -> list(']', depth);
      case '(' -> list(')', depth);
      case '{' -> object(depth);
      case '"', '\'' -> json.append(JsonText.quoted(string()));
      default -> word();
    }
  }

  private void list(char close, int depth) throws WrongLiteral {
    at++;
    json.append('[');
    spaces();
    for (int i = 0; peek() != close; i++) {
      json.append(i > 0 ? ", " : "");
      value(depth + 1);
      comma(close);
    }
    at++;
    json.append(']');
  }

  private void object(int depth) throws WrongLiteral {
    at++;
    json.append('{');
    spaces();
    for (int i = 0; peek() != '}'; i++) {
      json.append(i > 0 ? ", " : "").append(JsonText.quoted(string())).append(": ");
      spaces();
      expect(':');
      value(depth + 1);
      comma('}');
    }
    at++;
    json.append('}');
  }

  private void comma(char close) throws WrongLiteral {
    spaces();
    if (peek() != close) {
      expect(',');
      spaces();
    }
  }

  private String string() throws WrongLiteral {
    char quote = peek();
    if (quote != '"' && quote != '\'') {
      throw wrong("a quoted string");
    }
    at++;
    StringBuilder string = new StringBuilder();
    while (peek() != quote) {
      char c = text.charAt(at++);
      string.append(c == '\\' ? escape() : String.valueOf(c));
    }
    at++;
    return string.toString();
  }

  private String escape() throws WrongLiteral {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case '0' -> "\0";
      case '\n' -> "";
      case 'x' -> code(2);
      case 'u' -> code(4);
      case 'U' -> code(8);
      case '\\', '\'', '"', '/' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  private String code(int digits) throws WrongLiteral {
    int end = at + digits;
    if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]+")) {
      throw wrong(digits + " hexadecimal digits");
    }
    long code = Long.parseLong(text, at, end, 16);
    if (code > Character.MAX_CODE_POINT) {
      throw wrong("a code point");
    }
    at = end;
    return Character.toString((int) code);
  }

  private void word() throws WrongLiteral {
    int from = at;
    while (at < text.length() && isInWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(from, at);
    switch (word) {
      case "True", "true" -> json.append("true");
      case "False", "false" -> json.append("false");
      case "None", "null" -> json.append("null");
      default -> {
        if (!word.matches(NUMBER)) {
          at = from;
          throw wrong("a value");
        }
        json.append(word);
      }
    }
  }

  private static boolean isInWord(char c) {
    return "+-._".indexOf(c) >= 0 || Character.isLetterOrDigit(c);
  }

  void expect(char c) throws WrongLiteral {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  char peek() throws WrongLiteral {
    if (at >= text.length()) {
      throw wrong("more text");
    }
    return text.charAt(at);
  }

  void spaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  WrongLiteral wrong(String expected) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new WrongLiteral("expected " + expected + " at character " + at + ", found " + found);
  }
}
