package dev.millrace.rewards.logs.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the JSON that runners write about a whole run: the log is that document and nothing else,
/// so a cut one is refused.
final class JsonReport {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Tally tally = Tally.worstWins();

  private JsonReport() {}

  /// Jest's and Vitest's. A test is named `file > block > title`, the file as the report has it,
  /// which is from the root; a file that failed without a test is an error.
  static TestLog jest(String log) throws BrokenLogException {
    JsonReport report = new JsonReport();
    for (JsonNode file : list(document(log), "testResults")) {
      report.addFile(file);
    }
    return report.whole();
  }

  private void addFile(JsonNode file) throws BrokenLogException {
    String name = text(file, "name");
    boolean failed = false;
    for (JsonNode test : list(file, "assertionResults")) {
      List<String> path = new ArrayList<>(List.of(name));
      test.path("ancestorTitles").forEach(title -> path.add(title.asText()));
      path.add(text(test, "title"));
      Status status =
          switch (text(test, "status")) {
            case "passed" -> Status.PASSED;
            case "failed" -> Status.FAILED;
            default -> Status.SKIPPED;
          };
      failed |= status == Status.FAILED;
      String message = test.path("failureMessages").path(0).asText("");
      tally.add(String.join(" > ", path), status, message);
    }
    if (!failed && text(file, "status").equals("failed")) {
      tally.add(name, Status.ERROR, file.path("message").asText(""));
    }
  }

  /// Mocha's. A test has its full title.
  static TestLog mocha(String log) throws BrokenLogException {
    JsonReport report = new JsonReport();
    JsonNode document = document(log);
    Set<JsonNode> pending = new HashSet<>();
    list(document, "pending").forEach(pending::add);
    for (JsonNode test : list(document, "failures")) {
      String message = test.path("err").path("message").asText("");
      report.tally.add(text(test, "fullTitle"), Status.FAILED, message);
    }
    for (JsonNode test : list(document, "passes")) {
      report.tally.add(text(test, "fullTitle"), Status.PASSED);
    }
    for (JsonNode test : pending) {
      report.tally.add(text(test, "fullTitle"), Status.SKIPPED);
    }
    return report.whole();
  }

  /// RSpec's. An example has its full description; files that could not be loaded are counted in
  /// the report, and not named.
  static TestLog rspec(String log) throws BrokenLogException {
    JsonReport report = new JsonReport();
    for (JsonNode example : list(document(log), "examples")) {
      Status status =
          switch (text(example, "status")) {
            case "passed" -> Status.PASSED;
            case "failed" -> Status.FAILED;
            default -> Status.SKIPPED;
          };
      String message = example.path("exception").path("message").asText("");
      report.tally.add(text(example, "full_description"), status, message);
    }
    return report.whole();
  }

  private TestLog whole() {
    return new TestLog(tally.tests(), true);
  }

  private static JsonNode document(String log) throws BrokenLogException {
    Lines.checkLength(log);
    try {
      return MAPPER.readTree(log);
    } catch (JsonProcessingException e) {
      throw new BrokenLogException("the report is not one JSON document: " + problem(e));
    }
  }

  static String problem(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
  }

  private static JsonNode list(JsonNode node, String field) throws BrokenLogException {
    JsonNode list = node.path(field);
    if (!list.isArray()) {
      throw new BrokenLogException("the report has no list named " + field);
    }
    return list;
  }

  private static String text(JsonNode node, String field) throws BrokenLogException {
    JsonNode text = node.path(field);
    if (!text.isTextual()) {
      throw new BrokenLogException("a test of the report has no text named " + field);
    }
    return text.asText();
  }
}
