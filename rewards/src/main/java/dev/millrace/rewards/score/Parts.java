package dev.millrace.rewards.score;

import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.formula.Variables;
import dev.millrace.rewards.part.Measured;
import dev.millrace.rewards.part.Reached;
import dev.millrace.rewards.part.Repair;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.Usage;
import java.util.LinkedHashMap;
import java.util.Map;

/// All parts of one score by name; see [Variables#NUMBERS].
///
/// @param start the verdict on the state that the task starts from
/// @param sets the tests to repair and to keep
record Parts(Verdict.Judged start, Verdict.Judged end, Usage usage, TestSets sets) {
  Map<String, Double> byName(Task task, double progress, double penalty) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("correctness", end.correctness());
    parts.put("coverage", end.coverage());
    parts.put("tokens", (double) usage.sampledTokens());
    parts.put("tool_success", toolSuccess());
    parts.put("progress", progress);
    parts.put("turns", (double) usage.turns());
    Reached reached = Reached.of(start, end);
    parts.put("built", one(reached.built()));
    parts.put("collected", one(reached.collected()));
    parts.put("ran", one(reached.ran()));
    parts.put("passed", one(reached.passed()));
    parts.put("repaired", Repair.share(sets, end));
    parts.put("penalty", penalty);
    Measured.scores(task.measures(), end)
        .forEach((name, value) -> parts.put(Variables.SCORE + name, value));
    end.metrics().forEach((name, value) -> parts.put(Variables.METRIC + name, value));
    if (task.verification() instanceof Verification.Steps) {
      end.rewards().forEach((name, value) -> parts.put(Variables.STEP + name, value));
    }
    return parts;
  }

  private double toolSuccess() {
    return usage.toolCalls() == 0 ? 1 : 1 - (double) usage.toolErrors() / usage.toolCalls();
  }

  private static double one(boolean isReached) {
    return isReached ? 1 : 0;
  }
}
