package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sandboxes without control groups, for root and for others.
@Timeout(180)
final class WatchdogTest {
  private static final Environment EMPTY =
      new Environment(List.of(), Map.of(), "/", null, "watched");
  private static final Bounds FORTY = new Bounds(40, 1024, 1L << 30);
  private static final Bounds MANY = new Bounds(4000, 1024, 1L << 30);
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 200L << 20, 4096);

  /// Four processes of some 90 MB each: no limit of one process sees that.
  private static final String MEMORY =
      """
      for i in 1 2 3 4; do
        python3 -c 'x = bytearray(90 << 20); import time; time.sleep(60)' &
      done
      wait
      """;

  private final Providers providers = new Providers();

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  private Sandbox sandbox(Mechanism mechanism, Bounds bounds) throws Exception {
    return providers.openUngrouped(mechanism, bounds).create(EMPTY);
  }

  private static ExecResult run(Sandbox sandbox, String script) throws InterruptedException {
    return sandbox.exec(Command.bash(script, LIMITS));
  }

  private static void assumePython() {
    assumeTrue(Host.local().program("python3").isPresent(), "no python3: nothing takes memory");
  }

  @ParameterizedTest
  @EnumSource
  void processesThatTogetherTakeTooMuchMemoryAreKilled(Mechanism mechanism) throws Exception {
    assumePython();
    try (var sandbox = sandbox(mechanism, MANY)) {
      ExecResult result = run(sandbox, "echo begun; " + MEMORY);
      assertEquals(ExecResult.End.OVER_MEMORY, result.end(), result.stdout());
      assertEquals(137, result.exitCode());
      assertEquals("begun\n", result.stdout());
      // The sandbox is as good as before, and nothing of it runs.
      assertEquals("on\n", run(sandbox, "echo on").stdout());
      assertTrue(run(sandbox, "true").ok());
    }
  }

  @ParameterizedTest
  @EnumSource
  void tooManyProcessesAreKilled(Mechanism mechanism) throws Exception {
    try (var sandbox = sandbox(mechanism, FORTY)) {
      String fork = "for i in {1..200}; do sleep 60 & done; wait";
      ExecResult result = run(sandbox, fork);
      // An ordinary user's cannot be made at all; the real root's are seen and ended.
      boolean isRoot = System.getProperty("user.name").equals("root");
      if (isRoot || result.end() != ExecResult.End.EXITED) {
        assertEquals(ExecResult.End.OVER_PROCESSES, result.end(), result.stdout());
      }
      assertEquals("on\n", run(sandbox, "echo on").stdout());
    }
  }

  @Test
  void whatAnOpenShellLeftRunningCountsAsWell() throws Exception {
    assumePython();
    try (var sandbox = sandbox(Mechanism.BUBBLEWRAP, MANY)) {
      Shell shell = sandbox.shell(LIMITS);
      ExecResult result = shell.run("echo begun; " + MEMORY, LIMITS.time());
      assertEquals(ExecResult.End.OVER_MEMORY, result.end(), result.stdout());
      assertEquals("begun\n", result.stdout());
      assertEquals("on\n", run(sandbox, "echo on").stdout());
    }
  }

  @Test
  void oneSandboxesUseIsNotAnothers() throws Exception {
    assumePython();
    var provider = providers.openUngrouped(Mechanism.BUBBLEWRAP, MANY);
    String some = "python3 -c 'x = bytearray(150 << 20); import time; time.sleep(1)'; echo done";
    try (var one = provider.create(EMPTY);
        var two = provider.create(EMPTY);
        var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> run(one, some));
      var second = threads.submit(() -> run(two, some));
      assertEquals("done\n", first.get().stdout());
      assertEquals("done\n", second.get().stdout());
    }
  }

  @Test
  void protectionsSayThatAWatchdogHolds() throws Exception {
    var provider = providers.openUngrouped(Mechanism.BUBBLEWRAP, MANY);
    for (String name : List.of("memory", "processes")) {
      Protections.Protection protection =
          provider.protections().all().stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow();
      assertEquals(Protections.Strength.WEAK, protection.strength());
      assertTrue(protection.how().startsWith("watchdog"), protection.how());
    }
  }
}
