package dev.millrace.rollout.template;

/// A compiled statement.
interface Step {
  Go run(Frame frame);

  /// How it goes on.
  enum Go {
    ON,
    BREAK,
    CONTINUE
  }
}
