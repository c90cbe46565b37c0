package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.task.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Containers that gVisor runs, where `sandbox.runtime` says so. Not all that the contract asks: a
/// distribution's gVisor may be years old, and does not always end a command that is told to.
@ResourceLock(Engines.DOCKER)
final class GvisorTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(50), 1L << 30, 1024);

  @Test
  void commandsRunWithoutTheHostsKernel() throws Exception {
    var settings =
        Engines.settings("MILLRACE_DOCKER_HOST")
            .withIsolation(new DockerSettings.Isolation("runsc", "none"));
    var step = new Environment.Step.Run("echo built > /built", "/", Map.of());
    var environment = new Environment(List.of(step), Map.of(), "/app", null, "gvisor");
    try (var provider = DockerProvider.open(settings);
        var sandbox = provider.create(environment)) {
      assertTrue(provider.description().contains(" by runsc "), provider.description());
      String kernel = sandbox.exec(Command.bash("dmesg", LIMITS)).stdout();
      assertTrue(kernel.contains("gVisor"), kernel);
      assertEquals("built\n/app\n", sandbox.exec(Command.bash("cat /built; pwd", LIMITS)).stdout());
      assertTrue(sandbox.write("file", new byte[] {'x'}));
      assertArrayEquals(new byte[] {'x'}, sandbox.read("/app/file", 10).orElseThrow());
    }
  }
}
