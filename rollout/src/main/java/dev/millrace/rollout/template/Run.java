package dev.millrace.rollout.template;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// One rendering, within bounds: a template comes with a model, and must not be able to hang or
/// fill the process.
final class Run {
  static final int MAX_CHARS = 64 << 20;
  static final int MAX_ITEMS = 1_000_000;
  private static final int MAX_STEPS = 5_000_000;
  private static final int MAX_CALLS = 120;

  final InstantSource clock;
  final ZoneId zone;
  private final List<Rendering.Span> generations = new ArrayList<>();
  private StringBuilder out = new StringBuilder(1024);
  private int captures;
  private int steps;
  private int calls;

  Run(InstantSource clock, ZoneId zone) {
    this.clock = clock;
    this.zone = zone;
  }

  void write(String text) {
    if (text.length() > MAX_CHARS - out.length()) {
      throw new Position(1, 1).error("the output is longer than " + MAX_CHARS + " characters");
    }
    out.append(text);
  }

  /// Counts a round of a loop.
  void step(Position at) {
    if (++steps > MAX_STEPS) {
      throw at.error("loops went round more than " + MAX_STEPS + " times");
    }
  }

  void step(long many, Position at) {
    if (many > MAX_STEPS - steps) {
      throw at.error("the work is more than " + MAX_STEPS + " steps");
    }
    steps += (int) many;
  }

  void enter(Position at) {
    if (++calls > MAX_CALLS) {
      throw at.error("calls are nested deeper than " + MAX_CALLS);
    }
  }

  void leave() {
    calls--;
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
