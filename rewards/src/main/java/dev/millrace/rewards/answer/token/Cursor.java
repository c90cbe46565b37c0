package dev.millrace.rewards.answer.token;

/// A text and how far it is read. Used by one thread.
final class Cursor {
  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /// The next character, or NUL at the end.
  char peek() {
    return charAt(at);
  }

  /// The character at a place, or NUL beyond the end.
  char charAt(int place) {
    return place >= 0 && place < text.length() ? text.charAt(place) : '\0';
  }

  char take() {
    return text.charAt(at++);
  }

  /// The letters that come next, which may be none.
  String letters() {
    int start = at;
    while (isLetter(peek())) {
      at++;
    }
    return text.substring(start, at);
  }

  /// What stands in the braces that come next, without them; empty where none do.
  String braced() {
    int from = text.indexOf('{', at);
    int to = from < 0 ? -1 : text.indexOf('}', from);
    if (to < 0 || !text.substring(at, from).isBlank()) {
      return "";
    }
    at = to + 1;
    return text.substring(from + 1, to).strip();
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
