package dev.millrace.orchestrator.doctor;

import dev.millrace.rollout.sandbox.Capability;
import dev.millrace.rollout.sandbox.Capability.Status;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Protections.Protection;
import dev.millrace.rollout.sandbox.Protections.Strength;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Makes a sandbox and runs Python in it: the proof of what the other probes only make likely.
final class SandboxProbe implements Probe {
  private static final Environment EMPTY = new Environment(List.of(), Map.of(), "/", null, "probe");
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(20), 1L << 30, 4096);

  private final Supplier<SandboxProvider> opening;

  /// @param opening makes a provider, which is closed here; throws a [FailureException] that says
  ///     what to change when there is none
  SandboxProbe(Supplier<SandboxProvider> opening) {
    this.opening = opening;
  }

  @Override
  public List<Capability> capabilities() throws InterruptedException {
    try (SandboxProvider provider = opening.get();
        Sandbox sandbox = provider.create(EMPTY)) {
      ExecResult python =
          sandbox.exec(
              Command.of(List.of("python3", "-c", "import sys; print(sys.version)"), LIMITS));
      List<Capability> found = new ArrayList<>();
      found.add(sandbox(Status.AVAILABLE, provider.protections().mechanism()));
      provider.protections().all().forEach(protection -> found.add(capability(protection)));
      found.add(
          python.ok()
              ? python(Status.AVAILABLE, python.stdout().strip())
              : python(Status.MISSING, (python.stdout() + python.stderr()).strip()));
      return found;
    } catch (FailureException e) {
      return List.of(
          sandbox(Status.MISSING, e.failure().detail()),
          python(Status.MISSING, "not tried without a sandbox"));
    }
  }

  private static Capability sandbox(Status status, String detail) {
    return new Capability(
        Checkup.SANDBOX,
        status,
        detail,
        "no episode can be run",
        "see what is missing above, and what the first try said");
  }

  private static Capability capability(Protection protection) {
    boolean isFull = protection.strength() == Strength.FULL;
    return new Capability(
        "sandbox: " + protection.name(),
        isFull ? Status.AVAILABLE : Status.MISSING,
        (protection.strength() == Strength.WEAK ? "only " : "") + protection.how(),
        "what an agent starts is held back less; each episode records it",
        protection.howToGet());
  }

  private static Capability python(Status status, String detail) {
    return new Capability(
        Checkup.PYTHON,
        status,
        detail,
        "the bundled tasks cannot be tested",
        "install python3 3.9 or newer with all it needs below /usr (apt-get install python3);"
            + " sandboxes see nothing else of this machine");
  }
}
