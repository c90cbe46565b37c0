package dev.millrace.rewards.logs.text;

import dev.millrace.rollout.trajectory.TestResult;
import java.util.List;

/// What a log says of its tests.
///
/// @param tests each name once, in the order in which the log first has them
/// @param closed whether the last run in the log has its closing line or end tag. Where it has
///     none the log was cut or the runner died, and tests that are not named may have run; a
///     format without such a line is never closed
public record TestLog(List<TestResult> tests, boolean closed) {
  public TestLog {
    tests = List.copyOf(tests);
  }
}
