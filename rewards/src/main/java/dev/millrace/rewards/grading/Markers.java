package dev.millrace.rewards.grading;

import java.util.List;

/// The lines by which a log says where its tests begin and end.
///
/// @param start before the test command
/// @param end after it
/// @param exitStatus before the status that the test command ended with
/// @param bad texts that say that something before the tests failed
/// @param kind whose they are
public record Markers(String start, String end, String exitStatus, List<String> bad, Kind kind) {
  public static final String START = ">>>>> Start Test Output";
  public static final String END = ">>>>> End Test Output";
  static final String EXIT_STATUS = ">>>>> Test Exit Code";
  private static final String PATCH_FAILED = ">>>>> Patch Apply Failed";
  private static final String TIMED_OUT = ">>>>> Tests Timed Out";

  public Markers {
    bad = List.copyOf(bad);
  }

  /// Whose markers they are, and so which of several counts.
  public enum Kind {
    /// Known to all: as SWE-bench reads them, from the first start to the first end, and the first
    /// exit status.
    COMMON,
    /// Of one run, with a random part: from the first start to the last end, and the last exit
    /// status after it. What a test prints in between can end nothing.
    OF_ONE_RUN
  }

  /// Those of SWE-bench's logs.
  public static Markers sweBench() {
    List<String> bad =
        List.of(PATCH_FAILED, ">>>>> Reset Failed", ">>>>> Tests Errored", TIMED_OUT);
    return new Markers(START, END, EXIT_STATUS, bad, Kind.COMMON);
  }

  /// Those of SWE-smith's logs, where a shell that traces its commands prints them.
  public static Markers sweSmith() {
    return new Markers(
        "+ : '" + START + "'",
        "+ : '" + END + "'",
        EXIT_STATUS,
        List.of(PATCH_FAILED, TIMED_OUT),
        Kind.COMMON);
  }

  /// Those of one run. What is printed while tests run says nothing of how their end is marked.
  ///
  /// @param before random, for the start
  /// @param after random, for the end and the status
  public static Markers ofOneRun(String before, String after) {
    return new Markers(
        START + " " + before,
        END + " " + after,
        EXIT_STATUS + " " + after,
        List.of(),
        Kind.OF_ONE_RUN);
  }
}
