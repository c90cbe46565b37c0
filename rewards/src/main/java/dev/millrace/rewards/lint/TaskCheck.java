package dev.millrace.rewards.lint;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.lint.Finding.Rule;
import dev.millrace.rewards.score.FormulaFit;
import dev.millrace.rewards.steps.JudgedGate;
import dev.millrace.rewards.steps.StepsVerifier;
import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.StateGoal;
import dev.millrace.rollout.task.StateGoal.Part;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.CodeCases;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.FunctionCalls;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.Verification.Unmeasured;
import dev.millrace.rollout.task.code.CodeSpec;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks one task. Used by one thread.
final class TaskCheck {
  private static final int RUNS = 3;
  private static final Set<ToolStatus> UNFIT_CALLS =
      Set.of(
          ToolStatus.MALFORMED_CALL,
          ToolStatus.UNKNOWN_TOOL,
          ToolStatus.INVALID_ARGUMENTS,
          ToolStatus.TIMED_OUT);

  private final Task task;
  private final SolutionRunner runner;
  private final Policy reference;
  private final Verifier verifier;
  private final Optional<FormulaFit> formula;
  private final Map<String, Verdict.Judged> verdicts = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  TaskCheck(
      Task task,
      SolutionRunner runner,
      Policy reference,
      Verifier verifier,
      Optional<FormulaFit> formula) {
    this.task = task;
    this.runner = runner;
    this.reference = reference;
    this.verifier = verifier;
    this.formula = formula;
  }

  List<Finding> run() throws InterruptedException {
    try {
      checkHidden();
      if (!(task.verification() instanceof Unmeasured)) {
        checkNothing();
        checkScript();
        checkSteps();
      }
    } catch (FailureException e) {
      add(Rule.WORKS, e.failure().boundary() + " failed: " + e.failure().detail());
    }
    formula.ifPresent(this::checkFormula);
    return List.copyOf(findings);
  }

  /// By the verdicts that were made for the other rules.
  private void checkFormula(FormulaFit fit) {
    Optional<String> misfit = fit.misfit(task);
    misfit.ifPresent(what -> add(Rule.FORMULA_FITS, what));
    if (misfit.isEmpty()) {
      fit.problems(task, verdicts).forEach(what -> add(Rule.FORMULA_FITS, what));
    }
  }

  private void checkHidden() throws InterruptedException {
    try (Sandbox fresh = runner.sandboxes().create(task.environment())) {
      HiddenFiles.visible(task, fresh).forEach(what -> add(Rule.TESTS_HIDDEN, what));
      if (GitSeal.isNeeded(task)) {
        GitSeal.broken(fresh, "/").forEach(what -> add(Rule.SEALED, what));
      }
    }
  }

  private void checkNothing() throws InterruptedException {
    requireFails(verifier.verify(task, Submission.NOTHING));
    if (task.verification() instanceof ExpectedAnswer) {
      requireFails(verifier.verify(task, Submission.answered("")));
    }
  }

  private void requireFails(Verdict verdict) {
    switch (verdict) {
      case Verdict.Errored errored -> addBroken(FormulaFit.NOTHING, errored);
      case Verdict.Judged judged -> {
        verdicts.put(FormulaFit.NOTHING, judged);
        if (judged.correctness() > 0) {
          add(
              Rule.NOTHING_FAILS,
              "doing nothing is worth " + judged.correctness() + ", expected 0");
        }
      }
    }
  }

  private void checkScript() throws InterruptedException {
    List<Task.Solution> solutions = task.solutions();
    if (solutions.stream().allMatch(each -> each.script() == null && each.steps().isEmpty())) {
      add(Rule.HAS_SOLUTION, "there is no reference solution" + ofEveryStep());
      return;
    }
    if (solutions.stream().anyMatch(each -> each.script() == null) || !isJudgedByStateAlone()) {
      return;
    }
    if (!task.steps().isEmpty()) {
      checkStepScripts();
      return;
    }
    SolutionRunner.ScriptEnd end =
        runner.runScript(task, Objects.requireNonNull(solutions.getFirst().script()));
    requireOk("solve.sh", end.result());
    requirePasses(Rule.SCRIPT_PASSES, verifier.verify(task, Submission.left(end.workspace())));
  }

  private String ofEveryStep() {
    return task.steps().isEmpty() ? "" : " of every step";
  }

  private void checkStepScripts() throws InterruptedException {
    SolutionRunner.ScriptEnds ends = runner.runStepScripts(task);
    ends.results().forEach((step, result) -> requireOk("solve.sh of step " + step, result));
    requireBegun(Rule.SCRIPT_PASSES, ends.ends());
    requirePasses(Rule.SCRIPT_PASSES, verifier.verify(task, Submission.stepped(ends.ends())));
  }

  private void requireOk(String script, ExecResult result) {
    if (!result.ok()) {
      add(
          Rule.SCRIPT_PASSES,
          script
              + " ended with status "
              + result.exitCode()
              + ": "
              + Difference.tail(result.stdout()));
    }
  }

  private void requireBegun(Rule rule, List<StepEnd> ends) {
    for (StepEnd end : ends) {
      if (end.outcome() instanceof Outcome.Failed(var failure)) {
        add(rule, failure.detail());
      }
    }
  }

  /// Whether a script can solve it: one that submits, calls or tells nothing.
  private boolean isJudgedByStateAlone() {
    return switch (task.verification()) {
      case ExpectedAnswer _, FunctionCalls _, Unmeasured _ -> false;
      case CodeCases(CodeSpec spec) -> spec.source() instanceof CodeSpec.Source.WorkspaceFile;
      case StateCheck(_, _, StateGoal goal) ->
          !goal.basis().contains(Part.ACTION) && !goal.basis().contains(Part.COMMUNICATE);
      case TestScript _, TestSpec _, Steps _ -> true;
    };
  }

  private void checkSteps() throws InterruptedException {
    if (task.solutions().stream().allMatch(each -> each.steps().isEmpty())) {
      return;
    }
    Trajectory first = runner.runSteps(task, reference);
    Verdict verdict = judge(first);
    checkFirst(first, verdict);
    for (int run = 2; run <= RUNS; run++) {
      Trajectory again = runner.runSteps(task, reference);
      Verdict other = judge(again);
      String difference = Difference.of(first, again);
      if (difference != null) {
        add(Rule.RUNS_AGREE, "run " + run + " differs from run 1: " + difference);
      } else if (!verdict.equals(other)) {
        add(Rule.RUNS_AGREE, "run " + run + " is judged " + other + ", run 1 " + verdict);
      }
    }
  }

  private Verdict judge(Trajectory trajectory) throws InterruptedException {
    return verifier.verify(task, Submission.of(trajectory));
  }

  private void checkFirst(Trajectory trajectory, Verdict verdict) {
    requireSubmitted("the steps", trajectory.outcome());
    trajectory
        .end()
        .steps()
        .forEach(end -> requireSubmitted("the steps of step " + end.name(), end.outcome()));
    for (ToolExecution execution : trajectory.events().toolExecutions()) {
      if (UNFIT_CALLS.contains(execution.status())) {
        add(
            Rule.STEPS_PASS,
            "step "
                + (execution.turn() + 1)
                + " ("
                + execution.name()
                + ") is "
                + execution.status());
      }
    }
    requirePasses(Rule.STEPS_PASS, verdict);
  }

  private void requireSubmitted(String which, Outcome outcome) {
    if (!outcome.equals(new Outcome.Completed(Outcome.Ending.SUBMITTED))) {
      add(Rule.STEPS_PASS, which + " end with " + outcome + ", expected a submit");
    }
  }

  /// Every gate has to open for the solution.
  private void requireOpen(Rule rule, Verdict.Judged judged) {
    List<TaskStep> gated = task.steps().subList(0, Math.max(0, task.steps().size() - 1));
    for (TaskStep step : gated) {
      Map<String, Double> rewards = StepsVerifier.rewardsOf(step, judged);
      JudgedGate.lacks(step, rewards)
          .forEach(lack -> add(rule, "min_reward of step " + step.name() + ": " + lack));
    }
  }

  private void requirePasses(Rule rule, Verdict verdict) {
    switch (verdict) {
      case Verdict.Errored errored -> addBroken(FormulaFit.SOLUTION, errored);
      case Verdict.Judged judged -> {
        verdicts.put(FormulaFit.SOLUTION, judged);
        requireOpen(rule, judged);
        if (judged.correctness() != 1 || judged.coverage() != 1) {
          add(
              rule,
              "the solution is worth %s with %s of its tests passed, expected 1 and all; failed: %s"
                  .formatted(judged.correctness(), judged.coverage(), failed(judged)));
        }
      }
    }
  }

  private static String failed(Verdict.Judged judged) {
    return judged.tests().stream()
        .filter(test -> !test.passed())
        .limit(5)
        .map(TaskCheck::describe)
        .collect(Collectors.joining("; "));
  }

  private static String describe(TestResult test) {
    return test.name() + (test.message() == null ? "" : " (" + test.message() + ")");
  }

  private void addBroken(String state, Verdict.Errored errored) {
    add(Rule.WORKS, "the verifier broke on " + state + ": " + errored.failure().detail());
  }

  private void add(Rule rule, String detail) {
    findings.add(new Finding(task.ref().id(), rule, detail));
  }
}
