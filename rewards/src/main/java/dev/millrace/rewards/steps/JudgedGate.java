package dev.millrace.rewards.steps;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.harness.StepGate;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lets the next step begin when the one before is worth enough: by the verifier that scores it, in
/// a fresh sandbox, on the same state. What is scored is judged anew all the same.
///
/// @param scripts of a task with a test script
public record JudgedGate(Verifier scripts) implements StepGate {
  @Override
  public StepEnd.Gate ask(Task task, TaskStep step, @Nullable WorkspaceDelta end)
      throws InterruptedException {
    return switch (scripts.verify(task.only(step), Submission.left(end))) {
      case Verdict.Errored errored -> throw new FailureException(errored.failure());
      case Verdict.Judged judged -> of(step, judged);
    };
  }

  /// What a verdict says of the next step.
  static StepEnd.Gate of(TaskStep step, Verdict.Judged judged) {
    List<String> lacks = lacks(step, judged.rewards());
    return new StepEnd.Gate(lacks.isEmpty(), String.join("; ", lacks), judged.rewards());
  }

  /// What keeps the next step from beginning, in words.
  ///
  /// @param rewards of a step by name
  public static List<String> lacks(TaskStep step, Map<String, Double> rewards) {
    List<String> lacks = new ArrayList<>();
    new TreeMap<>(step.minRewards())
        .forEach(
            (name, least) -> {
              Double value = rewards.get(name);
              if (value == null || value < least) {
                String found = value == null ? "there is no " + name : name + " is " + value;
                lacks.add(found + ", at least " + least + " was asked for");
              }
            });
    return lacks;
  }
}
