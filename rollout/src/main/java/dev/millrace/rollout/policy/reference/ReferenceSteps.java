package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A task's reference solution as steps.
final class ReferenceSteps {
  private ReferenceSteps() {}

  /// @throws FailureException when the task has no reference solution, or it cannot be read
  static List<SolutionStep> of(Task task) {
    Task.Solution solution = task.solution();
    if (solution != null && !solution.steps().isEmpty()) {
      return solution.steps().stream().map(ReferenceSteps::normal).toList();
    }
    Path script = solution == null ? null : solution.script();
    if (script != null) {
      return List.of(
          step("I know what to do here and run it.", "bash", Map.of("command", read(task, script))),
          submit("It is done.", "Done."));
    }
    if (task.verification() instanceof Verification.ExpectedAnswer answer) {
      return List.of(submit("", answer.expected()));
    }
    throw new FailureException(
        new Failure.Agent(
            "task "
                + task.ref().id()
                + " has no reference solution, which the reference policy replays; add"
                + " solution/steps.jsonl or solution/solve.sh, or choose another policy"));
  }

  private static SolutionStep normal(SolutionStep step) {
    return new SolutionStep(
        step.say(), step.tool(), StepJson.write(StepJson.object(step.argumentsJson())));
  }

  static SolutionStep step(String say, String tool, Map<String, String> arguments) {
    return new SolutionStep(say, tool, StepJson.write(StepJson.of(arguments)));
  }

  static SolutionStep submit(String say, String answer) {
    return step(say, "submit", Map.of("answer", answer));
  }

  private static String read(Task task, Path script) {
    try {
      return Files.readString(script);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Agent("task " + task.ref().id() + ": cannot read its solution " + script), e);
    }
  }
}
