package dev.millrace.rollout.sandbox.launcher;

/// An argument of a step.
public sealed interface Value {
  /// A number, or an address that is known.
  record Known(long value) implements Value {}

  /// The address of bytes that the program carries, or of a word of its own.
  ///
  /// @param offset into the program's data
  record Data(int offset) implements Value {
    /// The word behind this one.
    public Data next() {
      return new Data(offset + Long.BYTES);
    }
  }

  /// The content of a word, read when the step is run.
  record Content(Value word) implements Value {}

  /// A place among the steps.
  final class Label implements Value {
    // The step's index, or -1 where it is not placed yet.
    int step = -1;
  }

  static Value of(long value) {
    return new Known(value);
  }
}
