package dev.millrace.rollout.task.grading;

/// What a log must show to be graded at all.
public record Evidence(
    Region region, Silence silence, ExitStatus exitStatus, EmptyList emptyList, Overtime overtime) {
  /// Where test results are read.
  public enum Region {
    /// Between the markers.
    MARKED,
    /// Between the markers; where nothing is found there, in all of the log. In a log with markers
    /// of a single run, all is what follows the first marker.
    MARKED_ELSE_WHOLE,
    /// In all of the log; markers are not asked for.
    WHOLE
  }

  /// A log in which no test result is found.
  public enum Silence {
    /// It is graded: every expected test is missing.
    ACCEPTED,
    /// It is graded only where a runner's summary counts at least one test.
    NEEDS_SUMMARY
  }

  /// The status that the test command ended with.
  public enum ExitStatus {
    IGNORED,
    /// Other than 0, though results were found and none of them is failed or an error: such a log
    /// does not tell of the run that took place, and is not graded.
    MUST_AGREE
  }

  /// A row that expects no test to turn from failing to passing, or whose tests were all left out.
  public enum EmptyList {
    /// Its share counts as 1.
    COUNTS_AS_MET,
    /// It cannot be resolved.
    UNRESOLVED
  }

  /// Tests that run longer than the row's time.
  public enum Overtime {
    /// A failure of the verifier: no verdict, no reward.
    ERRORED,
    /// A verdict: not resolved.
    UNRESOLVED
  }

  Evidence withRegion(Region other) {
    return new Evidence(other, silence, exitStatus, emptyList, overtime);
  }
}
