package dev.millrace.rollout.template;

import java.math.BigInteger;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rendering, within bounds: a template comes with a model, and must not be able to hang or
/// fill the process. There are two budgets. Steps are rounds, calls, and items looked at: time.
/// Room is in characters, of texts read and made, and of lists and mappings as many as take the
/// same memory.
final class Run {
  static final int MAX_CHARS = 64 << 20;
  static final int MAX_ITEMS = 1_000_000;
  static final int MAX_STEPS = 10_000_000;
  static final int MAX_ROOM = 2 * MAX_CHARS;
  private static final int MAX_CALLS = 120;

  /// Nodes of expressions and statements under way; each takes some frames of the stack.
  private static final int MAX_NESTING = 1_200;

  /// What an object, an item's place, and a mapping's entry take.
  private static final int OBJECT = 40;

  private static final int PLACE = 4;
  private static final int ENTRY = 48;

  final InstantSource clock;
  final ZoneId zone;
  private final List<Rendering.Span> generations = new ArrayList<>();
  private StringBuilder out = new StringBuilder(1024);
  private int captures;
  private int steps;
  private int room;
  private int calls;
  private int nesting;

  Run(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  void write(String text, Position at) {
    if (text.length() > MAX_CHARS - out.length()) {
      throw at.error("the output is longer than " + MAX_CHARS + " characters");
    }
    room(text.length(), at);
    out.append(text);
  }

  /// Counts a round of a loop, or what takes as long.
  void step(Position at) {
    step(1, at);
  }

  void step(long many, Position at) {
    if (many > MAX_STEPS - steps) {
      throw at.error("the work is more than " + MAX_STEPS + " steps (rounds, calls, items)");
    }
    steps += (int) many;
  }

  /// Counts characters that are read or made.
  void room(long characters, Position at) {
    if (characters > MAX_ROOM - room) {
      throw at.error(
          "texts and lists of more than " + MAX_ROOM + " characters in all are read and made");
    }
    room += (int) characters;
  }

  /// Counts what a new list takes, before or after it is made.
  void list(long items, Position at) {
    room(OBJECT + items * PLACE, at);
  }

  /// Counts what a new value takes; a large number takes time instead.
  <T extends @Nullable Object> T made(T value, Position at) {
    if (value instanceof String text) {
      room(OBJECT + text.length(), at);
    } else if (value instanceof Markup(String text)) {
      room(2 * OBJECT + text.length(), at);
    } else if (value instanceof BigInteger number) {
      number(number, at);
    } else if (value instanceof Map<?, ?> map) {
      room(OBJECT + (long) map.size() * ENTRY, at);
    } else if (value instanceof Collection<?> list && !(value instanceof Range)) {
      list(list.size(), at);
    }
    return value;
  }

  /// Counts what arithmetic with a number takes.
  void number(BigInteger number, Position at) {
    step(number.bitLength() / Long.SIZE, at);
  }

  /// Fails where a text that is being made grows too long.
  static void fits(long characters, Position at) {
    if (characters > MAX_CHARS) {
      throw at.error("a text has more than " + MAX_CHARS + " characters");
    }
  }

  /// Begins something that may contain itself.
  ///
  /// @param depth nodes within each other in it
  void enter(int depth, Position at) {
    calls++;
    nesting += depth;
    if (calls > MAX_CALLS || nesting > MAX_NESTING) {
      throw at.error(
          "calls are nested deeper than " + MAX_CALLS + ", or than " + MAX_NESTING + " brackets");
    }
  }

  void leave(int depth) {
    calls--;
    nesting -= depth;
  }

  /// Runs something and returns what it wrote, instead of writing it.
  String capture(Runnable body) {
    StringBuilder before = out;
    out = new StringBuilder();
    captures++;
    try {
      body.run();
      return out.toString();
    } finally {
      out = before;
      captures--;
    }
  }

  /// Runs a generation block; where it stands in the output is kept.
  void generation(Runnable body) {
    int start = out.length();
    body.run();
    if (captures == 0) {
      generations.add(new Rendering.Span(start, out.length()));
    }
  }

  Rendering rendering() {
    return Rendering.of(out.toString(), generations);
  }
}
