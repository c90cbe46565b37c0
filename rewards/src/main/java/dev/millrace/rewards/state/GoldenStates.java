package dev.millrace.rewards.state;

import dev.millrace.rewards.json.JsonDocument;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.StateGoal.Action;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The state after the actions that a task asks for, carried out by its service in a fresh sandbox;
/// of a bounded number of tasks it is kept. Any thread may call it; the lock is held for looking up
/// alone.
final class GoldenStates {
  private static final int KEPT = 256;
  private static final int OUTPUT_BYTES = 1 << 20;

  /// The status with which a service refuses what it understood.
  private static final int REFUSED = 3;

  private final SandboxProvider sandboxes;
  private final Map<String, JsonDocument> states =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, JsonDocument> eldest) {
              return size() > KEPT;
            }
          });

  GoldenStates(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  /// @throws FailureException with `Failure.Verifier` when an action breaks the service or leaves
  ///     no JSON behind
  JsonDocument after(Task task, StateCheck check) throws InterruptedException {
    JsonDocument known = states.get(task.ref().digest());
    if (known != null) {
      return known;
    }
    try (Sandbox sandbox = sandboxes.create(task.environment())) {
      for (Action action : check.goal().actions()) {
        carryOut(task, action, sandbox);
      }
      JsonDocument state = state(task, check.file(), sandbox);
      states.put(task.ref().digest(), state);
      return state;
    }
  }

  private static void carryOut(Task task, Action action, Sandbox sandbox)
      throws InterruptedException {
    List<String> argv = new ArrayList<>(task.toolbox().command());
    argv.add(action.name());
    Command.Limits limits =
        new Command.Limits(
            task.limits().command(), task.limits().commandMemoryBytes(), OUTPUT_BYTES);
    byte[] arguments = action.argumentsJson().getBytes(StandardCharsets.UTF_8);
    ExecResult result = sandbox.exec(Command.of(argv, limits).withStdin(arguments));
    boolean done = result.ok() || result.exitCode() == REFUSED;
    if (result.end() == ExecResult.End.TIMED_OUT || !done) {
      throw broken(
          task,
          "action " + action.name() + " ended with status " + result.exitCode() + ", not 0 or 3");
    }
  }

  private static JsonDocument state(Task task, String file, Sandbox sandbox)
      throws InterruptedException {
    Optional<byte[]> content = sandbox.read(file, StateVerifier.LARGEST_STATE_BYTES);
    if (content.isEmpty()) {
      throw broken(task, "the actions leave no " + file);
    }
    try {
      return JsonDocument.of(new String(content.get(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw broken(task, "the actions leave a " + file + " of which " + e.getMessage());
    }
  }

  private static FailureException broken(Task task, String problem) {
    return new FailureException(
        new Failure.Verifier("the goal of " + task.ref().id() + ": " + problem));
  }
}
