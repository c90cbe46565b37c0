package dev.millrace.rollout.harness;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says whether a step was worth enough for the next to begin. It is asked on the episode's thread,
/// between two steps, for steps that ask for a least reward; the agent is told nothing of it.
public interface StepGate {
  /// Where nobody can judge steps.
  StepGate NOBODY =
      (task, step, _) -> {
        throw new FailureException(
            new Failure.Verifier(
                "step "
                    + step.name()
                    + " of "
                    + task.ref().id()
                    + " asks for a least reward, and nobody here judges steps"));
      };

  /// Every step is enough.
  StepGate OPEN = (_, _, _) -> new StepEnd.Gate(true, "", Map.of());

  /// @param end the state at the step's end, or null where nothing was changed
  /// @throws FailureException when the step cannot be judged
  StepEnd.Gate ask(Task task, TaskStep step, @Nullable WorkspaceDelta end)
      throws InterruptedException;
}
