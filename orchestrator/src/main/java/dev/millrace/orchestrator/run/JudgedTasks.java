package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.JudgeChoice;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import java.util.Collection;

/// Holds tasks with rubrics, the judge and the formula against each other before anything begins.
public final class JudgedTasks {
  private JudgedTasks() {}

  /// @throws ConfigException that names the first task that does not fit, and what to change
  public static void check(Collection<Task> tasks, JudgeChoice judge, Formula formula) {
    if (formula.readsJudge() && !judge.isThere()) {
      throw new ConfigException(
          "scorer.formula: `" + formula.text() + "` reads a judge's scores; set judge.url");
    }
    for (Task task : tasks) {
      boolean isMeasured = !(task.verification() instanceof Verification.Unmeasured);
      if (!isMeasured && !judge.isThere()) {
        throw new ConfigException(
            "judge.url: task "
                + task.ref().id()
                + " has a rubric alone, so that only a judge can score it; set judge.url");
      }
      if (isMeasured && formula.isJudgeAlone()) {
        throw new ConfigException(
            "scorer.formula: `%s` takes a judge's word alone, and task %s has a verifier"
                    .formatted(formula.text(), task.ref().id())
                + "; add a part that it measures, such as correctness");
      }
      if (formula.needsJudge() && task.rubric().isEmpty()) {
        throw new ConfigException(
            "scorer.formula: `%s` needs a judge's score, and task %s has no rubric; write"
                    .formatted(formula.text(), task.ref().id())
                + " (\"judge\" in parts ? parts[\"judge\"] : 0), or leave the task out");
      }
    }
  }
}
