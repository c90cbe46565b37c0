package dev.millrace.rewards.score;

import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.formula.Variables;
import dev.millrace.rollout.task.Rubric;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds a formula against tasks before any episode is scored by it.
///
/// @param isJudged whether a judge is asked; without one, rubrics beside tests are not looked at
public record FormulaFit(Formula formula, boolean isJudged) {
  /// A judge's word, for want of one.
  private static final double SAID = 0.5;

  /// The state that a task starts from, as verdicts are named.
  public static final String NOTHING = "doing nothing";

  /// The state that its reference solution leaves.
  public static final String SOLUTION = "the solution";

  /// Why a task cannot be scored, or only by a judge's word where it has a verifier, with what to
  /// change; nothing has to run for that.
  public Optional<String> misfit(Task task) {
    boolean isMeasured = !(task.verification() instanceof Verification.Unmeasured);
    if (!isMeasured && !isJudged) {
      return Optional.of(
          "judge.url: task "
              + task.ref().id()
              + " has a rubric alone, so that only a judge can score it; set judge.url");
    }
    if (isMeasured && formula.isJudgeAlone()) {
      return Optional.of(
          "scorer.formula: `%s` takes a judge's word alone, and task %s has a verifier"
                  .formatted(formula.text(), task.ref().id())
              + "; add a part that it measures, such as correctness");
    }
    if (formula.needsJudge() && task.rubric().isEmpty()) {
      return Optional.of(
          "scorer.formula: `%s` needs a judge's score, and task %s has no rubric; write"
                  .formatted(formula.text(), task.ref().id())
              + " (\"judge\" in parts ? parts[\"judge\"] : 0), or leave the task out");
    }
    return Optional.empty();
  }

  /// What is wrong with the totals of some verdicts, with what was expected and what to change.
  ///
  /// @param verdicts by the state that they are on, [#NOTHING] among them; a task without a
  ///     verifier has none, and what a judge may say is tried
  public List<String> problems(Task task, Map<String, Verdict.Judged> verdicts) {
    List<String> problems = new ArrayList<>();
    Map<String, Double> totals = new HashMap<>();
    Map<String, Verdict.Judged> tried =
        task.verification() instanceof Verification.Unmeasured
            ? Map.of(NOTHING, new Verdict.Judged(SAID, List.of()))
            : verdicts;
    Verdict.Judged start = tried.get(NOTHING);
    if (start == null) {
      return List.of();
    }
    tried.forEach(
        (state, end) -> {
          Map<String, Double> parts = parts(task, start, end);
          try {
            totals.put(state, formula.total(new Variables(parts, List.of())));
          } catch (FailureException e) {
            problems.add(
                "scorer.formula: expected a number for " + state + ", but " + why(parts, e));
          }
        });
    Double nothing = totals.get(NOTHING);
    Double solution = totals.get(SOLUTION);
    if (nothing != null && solution != null && solution <= nothing) {
      problems.add(
          "scorer.formula: `%s` gives %s for %s and %s for %s, expected more for the solution"
                  .formatted(formula.text(), solution, SOLUTION, nothing, NOTHING)
              + "; add a part that it earns, such as correctness");
    }
    return List.copyOf(problems);
  }

  private String why(Map<String, Double> parts, FailureException e) {
    List<String> absent = formula.absent(parts.keySet());
    return absent.isEmpty()
        ? e.failure().detail() + "; change the formula, or leave the task out"
        : "`%s` reads %s, and there is %s; have the verifier measure it, write"
                .formatted(
                    formula.text(), String.join(", ", absent), String.join(", ", parts.keySet()))
            + " (\"NAME\" in parts ? parts[\"NAME\"] : 0), or leave the task out";
  }

  private Map<String, Double> parts(Task task, Verdict.Judged start, Verdict.Judged end) {
    Map<String, Double> parts =
        new Parts(start, end, Usage.NONE, TestSets.measured(start, end)).byName(task, 0, 0);
    if (task.verification() instanceof Verification.Unmeasured) {
      parts.remove("progress");
    }
    if (isJudged) {
      task.rubric().ifPresent(rubric -> say(rubric, parts));
    }
    return parts;
  }

  private static void say(Rubric rubric, Map<String, Double> parts) {
    parts.put(Rating.PART, SAID);
    rubric.criteria().forEach(criterion -> parts.put(Variables.CRITERION + criterion.name(), SAID));
  }
}
