package dev.millrace.orchestrator.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Capability;
import dev.millrace.rollout.sandbox.FakeCommands;
import dev.millrace.rollout.sandbox.FakeProvider;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final long GIB = 1L << 30;

  private static FakeProvider sandboxes(int exitCode, String output) {
    return new FakeProvider(() -> new FakeCommands().when("sys.version", exitCode, output));
  }

  private static Checkup examine(Probe... probes) throws InterruptedException {
    return new Doctor(List.of(probes)).examine();
  }

  @Test
  void sandboxThatRunsPythonIsEnough() throws InterruptedException {
    Checkup checkup = examine(new SandboxProbe(() -> sandboxes(0, "3.11.2 (main)\n")));
    assertEquals(List.of(), checkup.obstacles());
    assertEquals("3.11.2 (main)", checkup.capabilities().getLast().detail());
  }

  @Test
  void pythonThatFailsInTheSandboxStandsInTheWay() throws InterruptedException {
    Checkup checkup = examine(new SandboxProbe(() -> sandboxes(127, "python3: not found\n")));
    assertEquals(List.of("python3 in a sandbox"), checkup.obstacles());
    assertEquals("python3: not found", checkup.capabilities().getLast().detail());
  }

  @Test
  void machineWithoutSandboxesSaysWhatToChange() throws InterruptedException {
    String reason = "user namespaces are switched off: sysctl user.max_user_namespaces=10000";
    Checkup checkup =
        examine(
            new SandboxProbe(
                () -> {
                  throw new FailureException(new Failure.Sandbox(reason));
                }));
    assertEquals(List.of("sandbox", "python3 in a sandbox"), checkup.obstacles());
    assertEquals(reason, checkup.capabilities().getFirst().detail());
  }

  @Test
  void olderJdkStandsInTheWay() throws InterruptedException {
    Checkup checkup = examine(new JvmProbe(Runtime.Version.parse("24.0.2"), 8 * GIB));
    assertEquals(List.of("JDK"), checkup.obstacles());
  }

  @Test
  void littleMemoryIsALackButNoObstacle() throws InterruptedException {
    Checkup checkup = examine(new JvmProbe(Runtime.Version.parse("25"), GIB));
    assertEquals(List.of(), checkup.obstacles());
    Capability memory = checkup.capabilities().getLast();
    assertEquals(Capability.Status.MISSING, memory.status());
    assertTrue(memory.detail().startsWith("1.0 GiB"), memory.detail());
  }
}
