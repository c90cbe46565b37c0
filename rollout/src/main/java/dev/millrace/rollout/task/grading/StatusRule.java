package dev.millrace.rollout.task.grading;

import dev.millrace.rollout.trajectory.TestResult.Status;

/// What the statuses of expected tests count as. Passed is always met and failed always broken.
///
/// @param xfail it failed, as its author said it would
/// @param xpass it passed although its author said it would fail
/// @param skipped it was not run
/// @param error its set-up, collection or clean-up broke
/// @param missing the log says nothing of it
public record StatusRule(Count xfail, Count xpass, Count skipped, Count error, Count missing) {

  /// What a test with this status counts as.
  public Count of(Status status) {
    return switch (status) {
      case PASSED -> Count.MET;
      case FAILED -> Count.BROKEN;
      case XFAIL -> xfail;
      case XPASS -> xpass;
      case SKIPPED -> skipped;
      case ERROR -> error;
    };
  }

  StatusRule withSkipped(Count count) {
    return new StatusRule(xfail, xpass, count, error, missing);
  }

  StatusRule withMissing(Count count) {
    return new StatusRule(xfail, xpass, skipped, error, count);
  }
}
