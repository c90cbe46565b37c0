package dev.millrace.rollout.template;

import org.jspecify.annotations.Nullable;

/// Counts, while a template is compiled, how much there is to run and how deep it lies: an
/// expression needs stack for all that it lies in, whether by brackets or by what hangs on it.
final class Nesting {
  /// Deeper than any template goes.
  private static final int MAX_DEPTH = 200;

  /// That many small things take about as long as a call.
  private static final int NODES_A_STEP = 16;

  private int depth;
  private int deepest;
  private int nodes;
  private @Nullable Position first;

  /// What a part of a template weighs each time it runs.
  ///
  /// @param steps without the bodies in it, which count themselves
  /// @param depth of nodes within each other
  /// @param at where its first expression stands
  record Weight(int steps, int depth, Position at) {}

  /// What was counted before a part began.
  record Before(int depth, int deepest, int nodes, @Nullable Position first) {}

  void enter(Position at) {
    if (depth >= MAX_DEPTH) {
      throw at.error("expressions are nested deeper, or chained longer, than " + MAX_DEPTH);
    }
    if (first == null) {
      first = at;
    }
    enter();
  }

  void enter() {
    depth++;
    nodes++;
    deepest = Math.max(deepest, depth);
  }

  void leave() {
    depth--;
  }

  Before begin() {
    Before before = new Before(depth, deepest, nodes, first);
    deepest = depth;
    nodes = 0;
    first = null;
    return before;
  }

  Weight end(Before before) {
    Position at = first == null ? new Position(1, 1) : first;
    Weight weight = new Weight(nodes / NODES_A_STEP, deepest - before.depth(), at);
    deepest = Math.max(deepest, before.deepest());
    nodes = before.nodes();
    first = before.first();
    return weight;
  }
}
