package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.JudgeChoice;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.score.FormulaFit;
import dev.millrace.rollout.task.Task;
import java.util.Collection;
import java.util.Optional;

/// Holds tasks with rubrics, the judge and the formula against each other before anything begins.
public final class JudgedTasks {
  private JudgedTasks() {}

  /// @throws ConfigException that names the first task that does not fit, and what to change
  public static void check(Collection<Task> tasks, JudgeChoice judge, Formula formula) {
    FormulaFit fit = fit(judge, formula);
    for (Task task : tasks) {
      Optional<String> misfit = fit.misfit(task);
      if (misfit.isPresent()) {
        throw new ConfigException(misfit.get());
      }
    }
  }

  /// What tasks are held against.
  ///
  /// @throws ConfigException when the formula reads a judge that is not there
  public static FormulaFit fit(JudgeChoice judge, Formula formula) {
    if (formula.readsJudge() && !judge.isThere()) {
      throw new ConfigException(
          "scorer.formula: `" + formula.text() + "` reads a judge's scores; set judge.url");
    }
    return new FormulaFit(formula, judge.isThere());
  }
}
