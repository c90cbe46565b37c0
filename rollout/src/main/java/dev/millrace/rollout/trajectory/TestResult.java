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
    ERROR,
    SKIPPED
  }

  public boolean passed() {
    return status == Status.PASSED;
  }
}
