package dev.millrace.orchestrator.processes;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The five processes of a run; whoever owns the run stops what is left of them.
final class FiveProcesses {
  private static final String BROKER = "broker";
  private static final List<String> ROLES =
      List.of(BROKER, "scheduler", "worker", "scorer", "sink");

  private final TestRun run;
  private final Map<String, Process> processes = new LinkedHashMap<>();

  private FiveProcesses(TestRun run) {
    this.run = run;
  }

  static FiveProcesses of(TestRun run) throws IOException {
    FiveProcesses five = new FiveProcesses(run);
    for (String role : ROLES) {
      five.start(role);
    }
    return five;
  }

  /// Starts a role, in the place of one that was killed.
  void start(String role) throws IOException {
    processes.put(role, run.role(role));
  }

  /// Whether a role ended by itself within that time.
  boolean ended(String role, long millis) throws InterruptedException {
    return process(role).waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /// As `kill -9` does it.
  void kill(String role) throws InterruptedException {
    process(role).destroyForcibly();
    assertTrue(process(role).waitFor(30, TimeUnit.SECONDS), role + " outlives SIGKILL");
  }

  /// Waits for the end of all but the broker, which ends when it is told to.
  void endWell() throws IOException, InterruptedException {
    for (String role : ROLES) {
      if (!role.equals(BROKER)) {
        run.endsWell(role, process(role));
      }
    }
  }

  /// What is meant for developers but was shown to people.
  String stackTraces() throws IOException {
    StringBuilder found = new StringBuilder();
    for (String role : ROLES) {
      run.log(role)
          .lines()
          .filter(line -> line.startsWith("\tat "))
          .limit(3)
          .forEach(line -> found.append(role).append(line).append('\n'));
    }
    return found.toString();
  }

  private Process process(String role) {
    Process process = processes.get(role);
    if (process == null) {
      throw new IllegalArgumentException(role + " was never started");
    }
    return process;
  }
}
