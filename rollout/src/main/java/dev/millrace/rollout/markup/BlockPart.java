package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A block of tags. What does not follow its rules is, up to its closing tag, one malformed call.
abstract class BlockPart implements Part {
  final String close;
  private final Part then;
  private @Nullable String problem;
  private int searched;

  /// How far the next read went from.
  int at;

  BlockPart(String close, Part then) {
    this.close = close;
    this.then = then;
  }

  enum Progress {
    /// It can read on at once.
    ON,
    /// It needs more text.
    WAITS,
    /// The block is over, and read.
    OVER
  }

  /// Reads the next piece of the block at [#at].
  abstract Progress piece(Cursor in, TurnBuilder out);

  final Progress broken(String why) {
    problem = why;
    return Progress.ON;
  }

  /// It waits, or is broken where no more text comes.
  final Progress waits(Cursor in, String missing) {
    return in.isOver()
        ? broken("the call is never closed: " + missing + " is missing")
        : Progress.WAITS;
  }

  @Override
  public final @Nullable Part read(Cursor in, TurnBuilder out) {
    if (in.isStrayed() && problem == null) {
      problem = "too many calls in this turn are not as they should be";
    }
    while (problem == null) {
      Progress progress = piece(in, out);
      if (progress != Progress.ON) {
        return progress == Progress.OVER ? then : null;
      }
    }
    return malformed(in, out, problem);
  }

  private @Nullable Part malformed(Cursor in, TurnBuilder out, String why) {
    Cursor.Found found = in.find(List.of(close), searched);
    searched = found.at();
    if (found.marker().isEmpty()) {
      if (!in.isOver()) {
        return null;
      }
      String missing = "the call is never closed: " + close + " is missing";
      out.malformed("", in.take(in.length()), why.contains("never closed") ? why : missing);
      return then;
    }
    if (searched < at) {
      in.stray();
    }
    out.malformed("", in.take(searched), why);
    in.skip(close.length());
    return then;
  }
}
