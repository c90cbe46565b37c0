package dev.millrace.rewards.score;

import dev.millrace.rewards.Persistent;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.answer.AnswerVerifier;
import dev.millrace.rewards.calls.CallVerifier;
import dev.millrace.rewards.code.CodeVerifier;
import dev.millrace.rewards.patch.PatchVerifier;
import dev.millrace.rewards.state.StateVerifier;
import dev.millrace.rewards.steps.JudgedGate;
import dev.millrace.rewards.steps.StepsVerifier;
import dev.millrace.rewards.tests.TestScriptVerifier;
import dev.millrace.rollout.harness.StepGate;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.Failure;
import java.util.Optional;
import java.util.function.Function;

/// The verifier of every kind of task.
public final class Verifiers {
  private static final Verifier NOTHING_TO_MEASURE =
      (task, _) -> new Verdict.Errored(unmeasured(task));

  private Verifiers() {}

  /// A verifier that judges each task as its [Verification] says.
  public static Verifier forTasks(SandboxProvider sandboxes) {
    Verifier script = new TestScriptVerifier(sandboxes);
    Verifier steps = new StepsVerifier(script);
    Verifier patch = new PatchVerifier(sandboxes);
    Verifier state = new StateVerifier(sandboxes);
    Verifier value = new AnswerVerifier();
    Verifier calls = new CallVerifier();
    Verifier code = new CodeVerifier(sandboxes);
    return new Chosen(
        task ->
            switch (task.verification()) {
              case Verification.TestScript _ -> script;
              case Verification.TestSpec _ -> patch;
              case Verification.Steps _ -> steps;
              case Verification.Unmeasured _ -> NOTHING_TO_MEASURE;
              case Verification.StateCheck _ -> state;
              case Verification.ExpectedAnswer _ -> value;
              case Verification.FunctionCalls _ -> calls;
              case Verification.CodeCases _ -> code;
            });
  }

  /// What stands between the steps of tasks of several.
  ///
  /// @param attempts how often a verifier that breaks is asked, at least 1
  public static StepGate gate(SandboxProvider sandboxes, int attempts) {
    return new JudgedGate(new Persistent(new TestScriptVerifier(sandboxes), attempts));
  }

  /// Why a task that has a rubric alone has no verdict where no judge is asked.
  static Failure unmeasured(Task task) {
    return new Failure.Judge(
        task.ref().id() + " has a rubric alone, and no judge is asked; set judge.url");
  }

  /// The verifier that is chosen for each task.
  private record Chosen(Function<Task, Verifier> choice) implements Verifier {
    @Override
    public Verdict verify(Task task, Submission submission) throws InterruptedException {
      return choice.apply(task).verify(task, submission);
    }

    @Override
    public Optional<TestSets> testSets(Task task) {
      return choice.apply(task).testSets(task);
    }
  }
}
