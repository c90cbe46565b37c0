package dev.millrace.orchestrator.config;

/// What becomes of a conversation that grows long.
///
/// @param keep for `keep-recent` and `hybrid`, of how many of the newest rounds (turns with calls)
///     the results always stay whole, 1 to 10,000
/// @param length for `discard-all`, `hybrid` and `compact`, the prompt's tokens above which they
///     act, 256 to 10,000,000. Leave room for a turn below what the engine takes
public record ContextChoice(Strategy strategy, int keep, int length) {
  static final ContextChoice DEFAULT = new ContextChoice(Strategy.NONE, 5, 32_768);

  public ContextChoice {
    Check.between(keep, 1, 10_000, "context.keep");
    Check.between(length, 256, 10_000_000, "context.length");
  }

  /// The strategies.
  public enum Strategy {
    /// Everything stays.
    NONE,
    /// Older tool results are left out.
    KEEP_RECENT,
    /// Starts again from the task.
    DISCARD_ALL,
    /// `keep-recent`, and `discard-all` where that is not enough.
    HYBRID,
    /// Goes on from the model's own summary.
    COMPACT
  }
}
