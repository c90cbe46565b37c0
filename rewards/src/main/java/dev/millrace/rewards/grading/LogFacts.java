package dev.millrace.rewards.grading;

import java.util.List;
import java.util.OptionalInt;

/// What a log shows beside the results of tests.
///
/// @param unusable why it cannot be graded; empty where it can
/// @param summaryCountsTests whether a runner's summary in it counts at least one test
/// @param exitStatus of the test command, where the log has it
public record LogFacts(List<Reason> unusable, boolean summaryCountsTests, OptionalInt exitStatus) {
  public LogFacts {
    unusable = List.copyOf(unusable);
  }

  static LogFacts unusable(Reason.Kind kind, String detail) {
    return new LogFacts(List.of(new Reason(kind, detail)), false, OptionalInt.empty());
  }
}
