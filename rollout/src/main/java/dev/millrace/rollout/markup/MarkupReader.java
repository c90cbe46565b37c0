package dev.millrace.rollout.markup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a turn part by part.
final class MarkupReader implements TurnReader {
  private final Cursor in = new Cursor();
  private final StopTail tail;
  private final TurnBuilder out;
  private Part part;

  MarkupReader(Part first, TurnBuilder out, StopTail tail) {
    this.part = first;
    this.out = out;
    this.tail = tail;
  }

  @Override
  public List<TurnEvent> accept(String text) {
    in.add(tail.accept(text));
    read();
    return out.drain();
  }

  @Override
  public List<TurnEvent> end() {
    if (!in.isOver()) {
      in.add(tail.end());
      in.finish();
      read();
      out.end();
    }
    return out.drain();
  }

  @Override
  public ParsedTurn turn() {
    if (!in.isOver()) {
      throw new IllegalStateException("the turn is not over: call end first");
    }
    return out.turn();
  }

  private void read() {
    @Nullable Part next = part;
    while (next != null) {
      part = next;
      next = part.read(in, out);
    }
  }
}
