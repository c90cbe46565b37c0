package dev.millrace.rewards.grading;

import java.util.Locale;

/// Why a run is not resolved, beyond single tests that failed.
///
/// @param detail what was found, for people
public record Reason(Kind kind, String detail) {
  /// What stands in the way of a grade.
  public enum Kind {
    /// There is no prediction, or it is empty.
    NO_PATCH,
    /// No command of the row's harness applies the prediction.
    PATCH_DOES_NOT_APPLY,
    /// The prediction changes git's own files.
    PATCH_REFUSED,
    /// The log says of itself that something before the tests failed.
    BAD_MARKER,
    /// The test command did not begin or did not end.
    MARKERS_MISSING,
    /// The log cannot be read.
    LOG_UNREADABLE,
    /// The tests ran out of time.
    TIMED_OUT,
    /// No test result, and no summary that counts one.
    NOTHING_RAN,
    /// The test command failed although no test did.
    EXIT_STATUS_DISAGREES,
    /// The row names no test to repair, or all of them were left out.
    NOTHING_EXPECTED,
    /// More or fewer tests than expected, or others.
    OTHER_TESTS,
    /// A test that passed with the tests' patch alone fails.
    NEW_FAILURE,
    /// No test turned from anything else to passing.
    NOTHING_REPAIRED,
    /// A test passed without any patch, did not run with the tests' patch, and fails now.
    ANOMALY;

    /// In lower_snake_case, for reports.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
