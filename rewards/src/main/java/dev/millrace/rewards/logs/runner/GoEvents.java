package dev.millrace.rewards.logs.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.logs.text.BrokenLogException;
import dev.millrace.rewards.logs.text.Lines;
import dev.millrace.rewards.logs.text.Tally;
import dev.millrace.rewards.logs.text.TestLog;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads the events of `go test -json`, one a line; other lines are those of builds. Names are
/// those of [GoLog].
final class GoEvents {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Tally tally = Tally.worstWins();
  private final Set<String> running = new LinkedHashSet<>();
  private final Set<String> failedIn = new LinkedHashSet<>();
  private final Set<String> open = new LinkedHashSet<>();

  private GoEvents() {}

  /// @throws BrokenLogException when a line begins like an event and is none, as where the log is
  ///     cut inside a line
  static TestLog read(String log) throws BrokenLogException {
    Lines.checkLength(log);
    GoEvents reader = new GoEvents();
    boolean any = false;
    for (String line : (Iterable<String>) log.lines()::iterator) {
      if (line.startsWith("{")) {
        any = true;
        reader.accept(event(line));
      }
    }
    return new TestLog(reader.tally.tests(), any && reader.open.isEmpty());
  }

  private static JsonNode event(String line) throws BrokenLogException {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BrokenLogException("an event of go test is not JSON: " + JsonReport.problem(e));
    }
  }

  private void accept(JsonNode event) throws BrokenLogException {
    String name = event.path("Package").asText("");
    String test = event.path("Test").asText("");
    if (name.isEmpty()) {
      return;
    }
    String action = event.path("Action").asText("");
    if (test.isEmpty()) {
      acceptPackage(name, action);
    } else {
      acceptTest(name, name + "." + test, action);
    }
  }

  private void acceptTest(String inPackage, String name, String action) throws BrokenLogException {
    switch (action) {
      case "run" -> running.add(name);
      case "pass" -> end(name, Status.PASSED);
      case "skip" -> end(name, Status.SKIPPED);
      case "fail" -> {
        end(name, Status.FAILED);
        failedIn.add(inPackage);
      }
      default -> {}
    }
  }

  private void end(String name, Status status) throws BrokenLogException {
    running.remove(name);
    tally.add(name, status);
  }

  private void acceptPackage(String name, String action) throws BrokenLogException {
    switch (action) {
      case "start" -> open.add(name);
      case "pass", "skip" -> open.remove(name);
      case "fail" -> failPackage(name);
      default -> {}
    }
  }

  private void failPackage(String name) throws BrokenLogException {
    open.remove(name);
    for (String test : Set.copyOf(running)) {
      if (test.startsWith(name + ".")) {
        tally.add(test, Status.FAILED, "it did not end");
        running.remove(test);
        failedIn.add(name);
      }
    }
    if (!failedIn.contains(name)) {
      tally.add(name, Status.ERROR);
    }
  }
}
