package dev.millrace.rollout.task;

/// Which part of what was submitted is the answer. Of several marks the last counts; where the mark
/// that a rule asks for is missing, nothing was answered.
public enum FinalAnswer {
  /// All of it.
  WHOLE,
  /// What stands in `\boxed{…}`.
  BOXED,
  /// What follows `####` on its line.
  HASHES,
  /// What follows `Answer:` or `The answer is` on its line.
  STATED,
  /// What stands between `<answer>` and `</answer>`.
  TAGGED,
  /// The first of these marks, in the order above, that is there at all; all of it where none is.
  MARKED
}
