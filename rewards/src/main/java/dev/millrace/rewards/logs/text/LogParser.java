package dev.millrace.rewards.logs.text;

/// Reads test results from a log. Time and memory are linear in the log's length. Any thread may
/// call it.
@FunctionalInterface
public interface LogParser {
  /// The most characters of a log that are read; longer ones are refused.
  int MOST_CHARS = 64 << 20;

  /// What the log says of its tests.
  ///
  /// @param log what the runner printed or wrote, as decoded text
  /// @throws BrokenLogException when it cannot be read at all; a log that names no test is an empty
  ///     result and not broken
  TestLog read(String log) throws BrokenLogException;
}
