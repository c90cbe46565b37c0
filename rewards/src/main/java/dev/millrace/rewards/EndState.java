package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rebuilds what an agent left behind in a sandbox that it never touched.
public final class EndState {
  private EndState() {}

  /// A fresh sandbox with what the agent hands over in it, without links to the verifier's own
  /// places; nothing of the agent's has run there yet.
  ///
  /// @param delta null for the state that the environment starts from
  /// @return the sandbox, which the caller closes
  /// @throws dev.millrace.rollout.trajectory.FailureException when the sandbox cannot be made, or
  ///     when the delta's archive is absent or malformed
  public static Sandbox rebuild(
      SandboxProvider sandboxes,
      Environment environment,
      @Nullable WorkspaceDelta delta,
      Handover handover)
      throws InterruptedException {
    return rebuild(sandboxes, environment, delta, handover, Given.NOTHING);
  }

  /// The same of a task whose steps put files there.
  ///
  /// @param given taken as the task has them, where they are not handed over
  public static Sandbox rebuild(
      SandboxProvider sandboxes,
      Environment environment,
      @Nullable WorkspaceDelta delta,
      Handover handover,
      Given given)
      throws InterruptedException {
    Sandbox sandbox = sandboxes.create(environment.forVerifiers());
    try {
      if (delta != null) {
        apply(new Originals(sandboxes, environment, given), environment, delta, handover, sandbox);
        given.put(handover, sandbox);
      }
      return sandbox;
    } catch (Throwable e) {
      sandbox.close();
      throw e;
    }
  }

  private static void apply(
      Originals opened,
      Environment environment,
      WorkspaceDelta delta,
      Handover handover,
      Sandbox sandbox)
      throws InterruptedException {
    try (Originals originals = opened) {
      var handed = handover.of(DeltaArchive.decode(delta), Programs.of(environment), originals);
      sandbox.apply(DeltaArchive.encode(handed.entries(), Long.MAX_VALUE));
      for (String file : handed.originals()) {
        sandbox.write(file, originals.read(file).orElseThrow());
      }
      Set<String> links = HiddenLinks.remove(sandbox, handed.entries());
      for (String file : links.isEmpty() ? links : originals.files(links)) {
        sandbox.write(file, originals.read(file).orElseThrow());
      }
    }
  }
}
