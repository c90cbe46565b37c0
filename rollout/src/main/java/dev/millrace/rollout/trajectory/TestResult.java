package dev.millrace.rollout.trajectory;

import org.jspecify.annotations.Nullable;

/// The result of one test of a task.
///
/// @param name as the report names it, e.g. `tests.test_slug.SlugTest.test_ascii`
/// @param message the failure's first line, or null
public record TestResult(String name, Status status, @Nullable String message) {
  /// How a test ended.
  public enum Status {
    PASSED,
    FAILED,
    /// It could not be run to its end: set-up, collection or clean-up broke.
    ERROR,
    SKIPPED,
    /// It failed, as its author said it would.
    XFAIL,
    /// It passed although its author said it would fail.
    XPASS
  }

  /// Whether it ended as its author wants: passed, or failed as expected. Results from before
  /// expected failures had a status of their own say passed for them.
  public boolean passed() {
    return status == Status.PASSED || status == Status.XFAIL;
  }
}
