package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reasoning, up to its closing marker. Nothing in it is a call.
final class Thought implements Part {
  private final List<String> close;
  private final Part then;
  private boolean isPadded;
  private String newline = "";

  /// @param isOpenedBare whether no newline of the markup was read behind the opening marker
  Thought(String close, Part then, boolean isOpenedBare) {
    this.close = List.of(close);
    this.then = then;
    this.isPadded = isOpenedBare;
  }

  @Override
  public @Nullable Part read(Cursor in, TurnBuilder out) {
    Cursor.Found found = in.find(close, 0);
    think(in.take(found.at()), out);
    if (!found.marker().isEmpty()) {
      in.skip(found.marker().length());
      out.thoughtOver();
      return then;
    }
    if (in.isOver()) {
      out.reasoning(newline);
      newline = "";
    }
    return null;
  }

  private void think(String text, TurnBuilder out) {
    if (!out.edges().isThoughtPadded() || text.isEmpty()) {
      out.reasoning(text);
      return;
    }
    String all = newline + (isPadded && text.startsWith("\n") ? text.substring(1) : text);
    isPadded = false;
    newline = all.endsWith("\n") ? "\n" : "";
    out.reasoning(all.substring(0, all.length() - newline.length()));
  }
}
