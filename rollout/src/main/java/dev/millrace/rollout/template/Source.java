package dev.millrace.rollout.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A template's text with a place in it.
final class Source {
  private final String text;
  private int offset;
  private int line = 1;
  private int lineStart;

  Source(String text) {
    this.text = text;
  }

  int offset() {
    return offset;
  }

  int length() {
    return text.length();
  }

  boolean atEnd() {
    return offset >= text.length();
  }

  char peek() {
    return text.charAt(offset);
  }

  char charAt(int index) {
    return text.charAt(index);
  }

  String text(int start, int end) {
    return text.substring(start, end);
  }

  /// A matcher that begins here.
  Matcher matcher(Pattern pattern) {
    return pattern.matcher(text).region(offset, text.length());
  }

  boolean startsWith(String prefix) {
    return text.startsWith(prefix, offset);
  }

  int indexOf(String wanted) {
    return text.indexOf(wanted, offset);
  }

  /// Where the next tag begins, or the end of the text.
  int nextTag() {
    for (int at = text.indexOf('{', offset); at >= 0; at = text.indexOf('{', at + 1)) {
      if (at + 1 < text.length() && "{%#".indexOf(text.charAt(at + 1)) >= 0) {
        return at;
      }
    }
    return text.length();
  }

  void skip(int count) {
    moveTo(offset + count);
  }

  void moveTo(int target) {
    for (; offset < Math.min(target, text.length()); offset++) {
      if (text.charAt(offset) == '\n') {
        line++;
        lineStart = offset + 1;
      }
    }
  }

  void skipSpace() {
    while (!atEnd() && Character.isWhitespace(peek())) {
      skip(1);
    }
  }

  Position position() {
    return new Position(line, offset - lineStart + 1);
  }

  /// The position of a later place; moves there.
  Position positionOf(int target) {
    moveTo(target);
    return position();
  }
}
