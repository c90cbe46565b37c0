package dev.millrace.rollout.harness;

/// What becomes of a conversation that grows long. The trajectory keeps the whole of it; a strategy
/// says what is sent.
///
/// Lengths are in tokens of the prompt as it is sent. Where a prompt is over its strategy's length
/// right after a new start, the episode ends as truncated by its context.
public sealed interface ContextStrategy {
  /// Everything is sent.
  record None() implements ContextStrategy {}

  /// The results of all but the newest rounds give way to a line that says so. A round is a turn
  /// with calls. As every fold starts a branch and costs the engine its cache, older rounds are
  /// folded together, whenever twice as many are whole as have to stay.
  ///
  /// @param rounds that always stay whole, 1 or more
  record KeepRecent(int rounds) implements ContextStrategy {
    public KeepRecent {
      require(rounds, "rounds");
    }
  }

  /// Above a length, the conversation starts again from the task alone; files stay as they are.
  record DiscardAll(int length) implements ContextStrategy {
    public DiscardAll {
      require(length, "length");
    }
  }

  /// [KeepRecent], and [DiscardAll] where it is still too long: GLM-5's (arXiv 2602.15763).
  record Hybrid(int rounds, int length) implements ContextStrategy {
    public Hybrid {
      require(rounds, "rounds");
      require(length, "length");
    }
  }

  /// Above a length, the policy is asked for a summary, a turn like any other, and goes on from the
  /// task and that.
  record Compact(int length) implements ContextStrategy {
    public Compact {
      require(length, "length");
    }
  }

  private static void require(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", not 1 or more");
    }
  }
}
