package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text of a turn that has come and is not read yet. Offsets count from its first character.
final class Cursor {
  /// After so many blocks that ran past their own closing tag, a closing tag always closes: reading
  /// stays linear on any text.
  private static final int MAX_STRAYS = 16;

  private static final int COMPACT_FROM = 1 << 16;

  enum Match {
    YES,
    NO,
    /// More text decides.
    MAYBE
  }

  /// Where the first of several markers stands.
  record Found(int at, String marker) {}

  private final StringBuilder text = new StringBuilder();
  private int start;
  private int strays;
  private boolean isOver;

  void add(String more) {
    if (start > COMPACT_FROM && start > text.length() / 2) {
      text.delete(0, start);
      start = 0;
    }
    text.append(more);
  }

  void finish() {
    isOver = true;
  }

  boolean isOver() {
    return isOver;
  }

  int length() {
    return text.length() - start;
  }

  char at(int offset) {
    return text.charAt(start + offset);
  }

  String peek(int from, int to) {
    return text.substring(start + from, start + to);
  }

  String take(int count) {
    String taken = peek(0, count);
    start += count;
    return taken;
  }

  void skip(int count) {
    start += count;
  }

  void stray() {
    strays++;
  }

  boolean isStrayed() {
    return strays >= MAX_STRAYS;
  }

  int afterSpaces(int from) {
    int at = from;
    while (at < length() && Character.isWhitespace(at(at))) {
      at++;
    }
    return at;
  }

  Match match(String marker, int from) {
    int there = Math.min(marker.length(), length() - from);
    for (int i = 0; i < there; i++) {
      if (at(from + i) != marker.charAt(i)) {
        return Match.NO;
      }
    }
    if (there == marker.length()) {
      return Match.YES;
    }
    return isOver ? Match.NO : Match.MAYBE;
  }

  /// Which marker stands there: empty where more text decides, null where none does.
  @Nullable String markerAt(List<String> markers, int from) {
    boolean mayBe = from >= length() && !isOver;
    for (String marker : markers) {
      Match match = match(marker, from);
      if (match == Match.YES) {
        return marker;
      }
      mayBe |= match == Match.MAYBE;
    }
    return mayBe ? "" : null;
  }

  /// The first place from there on where a marker stands, or may stand (then it has no marker in
  /// it, and more text decides); the end of the text with no marker when there is none.
  Found find(List<String> markers, int from) {
    for (int at = from; at < length(); at++) {
      String marker = markerAt(markers, at);
      if (marker != null) {
        return new Found(at, marker);
      }
    }
    return new Found(Math.max(from, length()), "");
  }
}
