package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds where a call's bracketed body ends: at its own last bracket when a closing marker follows,
/// for a closing marker may well stand inside one of its strings; else at the first marker.
final class Body {
  private final String open;
  private final List<String> close;
  private final boolean isMarkerNeeded;
  private final Brackets brackets;
  private int at;
  private int start = -1;
  private int end = -1;
  private int searched;
  private boolean isFallen;

  /// @param text the value when it is whole, else all up to the closing marker
  /// @param isClosed whether a closing marker was there
  /// @param end behind the marker
  record Span(String text, boolean isClosed, int end) {}

  /// @param open what the body begins with: one of these characters
  /// @param isMarkerNeeded whether the end of the turn, or other text, may not close it as well
  Body(String open, List<String> close, boolean isMarkerNeeded, Brackets brackets) {
    this.open = open;
    this.close = close;
    this.isMarkerNeeded = isMarkerNeeded;
    this.brackets = brackets;
  }

  static Body json(String open, String... close) {
    return new Body(open, List.of(close), true, Brackets.json());
  }

  /// @return null when more text is needed
  @Nullable Span read(Cursor in) {
    if (!isFallen) {
      Span whole = whole(in);
      if (whole != null || !isFallen) {
        return whole;
      }
    }
    return upToMarker(in);
  }

  private @Nullable Span whole(Cursor in) {
    if (start < 0 && !begins(in)) {
      return null;
    }
    while (end < 0 && at < in.length() && !brackets.isWrong()) {
      end = brackets.endsAt(in.at(at++)) ? at : -1;
    }
    if (end < 0) {
      isFallen = brackets.isWrong() || in.isOver();
      return null;
    }
    return closed(in);
  }

  private boolean begins(Cursor in) {
    at = in.afterSpaces(at);
    if (at == in.length()) {
      isFallen = in.isOver();
      return false;
    }
    isFallen = in.isStrayed() || open.indexOf(in.at(at)) < 0;
    start = isFallen ? -1 : at;
    return !isFallen;
  }

  private @Nullable Span closed(Cursor in) {
    String value = in.peek(start, end);
    if (!isMarkerNeeded && close.isEmpty()) {
      return new Span(value, true, end);
    }
    at = in.afterSpaces(at);
    if (at == in.length()) {
      isFallen = in.isOver() && isMarkerNeeded;
      return in.isOver() && !isMarkerNeeded ? new Span(value, false, at) : null;
    }
    String marker = in.markerAt(close, at);
    isFallen = marker == null;
    return marker == null || marker.isEmpty() ? null : new Span(value, true, at + marker.length());
  }

  private @Nullable Span upToMarker(Cursor in) {
    Cursor.Found found = in.find(close, searched);
    searched = found.at();
    if (!found.marker().isEmpty()) {
      if (found.at() < at) {
        in.stray();
      }
      return new Span(in.peek(0, searched), true, searched + found.marker().length());
    }
    return in.isOver() ? new Span(in.peek(0, in.length()), false, in.length()) : null;
  }
}
