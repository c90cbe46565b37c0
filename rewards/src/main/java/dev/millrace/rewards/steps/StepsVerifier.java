package dev.millrace.rewards.steps;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Judges each step of a task by the state at its end, in a fresh sandbox, as if it were a task of
/// its own; then what all of them are worth. A step whose verifier breaks leaves no verdict.
public final class StepsVerifier implements Verifier {
  private final Verifier scripts;

  /// @param scripts of a task with a test script
  public StepsVerifier(Verifier scripts) {
    this.scripts = scripts;
  }

  @Override
  public Verdict verify(Task task, Submission submission) throws InterruptedException {
    if (!(task.verification() instanceof Steps several)) {
      return new Verdict.Errored(new Failure.Verifier(task.ref().id() + " has no steps"));
    }
    Map<String, Verdict.Judged> judged = new LinkedHashMap<>();
    for (TaskStep step : several.steps()) {
      Optional<Submission> left = left(step, submission);
      if (left.isEmpty()) {
        continue;
      }
      switch (scripts.verify(task.only(step), left.get())) {
        case Verdict.Judged one -> judged.put(step.name(), one);
        case Verdict.Errored errored -> {
          return new Verdict.Errored(at(step, errored.failure()), errored.sign());
        }
      }
    }
    return judged.isEmpty() || isLastUnable(several, submission)
        ? new Verdict.Errored(unable(task, submission))
        : new StepVerdicts(several, judged).together();
  }

  /// What a step was worth by name, out of the verdict on all of them.
  public static Map<String, Double> rewardsOf(TaskStep step, Verdict.Judged together) {
    Map<String, Double> rewards = new TreeMap<>();
    String prefix = step.name() + ".";
    together
        .rewards()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                rewards.put(name.substring(prefix.length()), value);
              }
            });
    return rewards;
  }

  /// What a step is judged by, if it was come to and could begin.
  private static Optional<Submission> left(TaskStep step, Submission submission) {
    if (submission.steps().isEmpty()) {
      return Optional.of(Submission.left(submission.workspace()));
    }
    return submission.steps().stream()
        .filter(end -> end.name().equals(step.name()) && end.outcome().isJudged())
        .findFirst()
        .map(end -> Submission.left(end.workspace()));
  }

  /// The last one decides, and there is no state at its end.
  private static boolean isLastUnable(Steps several, Submission submission) {
    List<StepEnd> ends = submission.steps();
    return several.strategy() == Steps.Strategy.FINAL
        && several.unreached() == Steps.Unreached.LEFT_OUT
        && !ends.isEmpty()
        && !ends.getLast().outcome().isJudged();
  }

  private static Failure unable(Task task, Submission submission) {
    return submission.steps().stream()
        .map(StepEnd::outcome)
        .filter(Outcome.Failed.class::isInstance)
        .map(outcome -> ((Outcome.Failed) outcome).failure())
        .findFirst()
        .orElseGet(
            () -> new Failure.Verifier("no step of " + task.ref().id() + " has left a state"));
  }

  /// What the step's own verifier says is told with the step's name; other failures are not its.
  private static Failure at(TaskStep step, Failure failure) {
    return failure instanceof Failure.Verifier(String detail)
        ? new Failure.Verifier("step " + step.name() + ": " + detail)
        : failure;
  }
}
