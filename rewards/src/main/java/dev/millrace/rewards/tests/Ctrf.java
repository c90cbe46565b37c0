package dev.millrace.rewards.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a report in the Common Test Report Format.
final class Ctrf {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int MOST_TESTS = 100_000;

  private Ctrf() {}

  /// @param file for messages
  /// @throws BrokenReportException when it is no such report
  static List<TestResult> read(byte[] json, String file) throws BrokenReportException {
    JsonNode tests;
    try {
      tests = MAPPER.readTree(json).path("results").path("tests");
    } catch (IOException e) {
      throw new BrokenReportException(file + " is not JSON: " + e.getMessage());
    }
    if (!tests.isArray() || tests.size() > MOST_TESTS) {
      throw new BrokenReportException(
          file + " has no list of at most " + MOST_TESTS + " tests at results.tests");
    }
    List<TestResult> results = new ArrayList<>();
    for (JsonNode test : tests) {
      @Nullable String message =
          test.path("message").isTextual() ? firstLine(test.path("message").textValue()) : null;
      results.add(
          new TestResult(
              test.path("name").asText("unnamed"), status(test.path("status").asText()), message));
    }
    return results;
  }

  private static Status status(String word) {
    return switch (word) {
      case "passed" -> Status.PASSED;
      case "skipped", "pending" -> Status.SKIPPED;
      case "failed" -> Status.FAILED;
      default -> Status.ERROR;
    };
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() > 500 ? line.substring(0, 500) + "…" : line;
  }
}
