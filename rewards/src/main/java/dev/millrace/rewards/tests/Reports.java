package dev.millrace.rewards.tests;

import dev.millrace.rewards.logs.LogParsers;
import dev.millrace.rewards.logs.runner.JUnitXml;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.LogParser;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Results test by test: of JUnit XML, else of CTRF, else of what pytest printed.
final class Reports {
  static final String JUNIT = "/logs/verifier/junit.xml";
  static final String CTRF = "/logs/verifier/ctrf.json";
  private static final int LARGEST_BYTES = 8 << 20;
  private static final LogParser PYTEST = LogParsers.named("pytest").orElseThrow();

  private static final Pattern CLOSING =
      Pattern.compile("(?:=+ )?\\d{1,9} [a-z]+(?:, \\d{1,9} [a-z]+)* in [0-9.]+ ?s[^\\n]*");
  private static final Pattern BAD = Pattern.compile("\\d (?:failed|errors?)\\b");
  private static final Pattern PASSED = Pattern.compile("(\\d{1,9}) passed");

  private Reports() {}

  /// @param output of the test script
  /// @return empty where nothing is said of single tests
  /// @throws BrokenReportException when a report is there and cannot be used
  static List<TestResult> read(Sandbox sandbox, String output)
      throws InterruptedException, BrokenReportException {
    Optional<byte[]> junit = content(sandbox, JUNIT);
    Optional<byte[]> ctrf = content(sandbox, CTRF);
    try {
      if (junit.isPresent()) {
        return JUnitXml.read(junit.orElseThrow()).tests();
      }
      return ctrf.isPresent() ? Ctrf.read(ctrf.orElseThrow(), CTRF) : PYTEST.read(output).tests();
    } catch (BrokenLogException e) {
      throw new BrokenReportException(
          (junit.isPresent() ? JUNIT : "the output of the tests")
              + " cannot be used: "
              + e.problem());
    }
  }

  /// How many tests passed, as the last line that pytest closes with counts them; 0 where there is
  /// none, or where not all passed.
  static long counted(String output) throws BrokenReportException {
    long counted = 0;
    try {
      for (String line : Lines.of(output)) {
        if (CLOSING.matcher(line.strip()).matches()) {
          counted = BAD.matcher(line).find() ? 0 : passed(line);
        }
      }
    } catch (BrokenLogException e) {
      throw new BrokenReportException("the output of the tests cannot be used: " + e.problem());
    }
    return counted;
  }

  private static long passed(String closing) {
    Matcher passed = PASSED.matcher(closing);
    return passed.find() ? Long.parseLong(passed.group(1)) : 0;
  }

  private static Optional<byte[]> content(Sandbox sandbox, String file)
      throws InterruptedException, BrokenReportException {
    return switch (sandbox.look(file, LARGEST_BYTES)) {
      case Found.Content(byte[] bytes, _) -> Optional.of(bytes);
      case Found.Absent _ -> Optional.empty();
      case Found.TooLarge _ ->
          throw new BrokenReportException(file + " cannot be used: it is over 8 MiB");
      case Found.Other _ ->
          throw new BrokenReportException(
              file + " cannot be used: it is a link, a directory, a pipe or unreadable");
    };
  }
}
