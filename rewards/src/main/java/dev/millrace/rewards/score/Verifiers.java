package dev.millrace.rewards.score;

import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.answer.AnswerVerifier;
import dev.millrace.rewards.state.StateVerifier;
import dev.millrace.rewards.tests.TestScriptVerifier;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Verification;

/// The verifier of every kind of task.
public final class Verifiers {
  private Verifiers() {}

  /// A verifier that judges each task as its [Verification] says.
  public static Verifier forTasks(SandboxProvider sandboxes) {
    Verifier script = new TestScriptVerifier(sandboxes);
    Verifier state = new StateVerifier(sandboxes);
    Verifier value = new AnswerVerifier();
    return (task, workspace, answer) ->
        switch (task.verification()) {
          case Verification.TestScript _ -> script.verify(task, workspace, answer);
          case Verification.StateCheck _ -> state.verify(task, workspace, answer);
          case Verification.ExpectedAnswer _ -> value.verify(task, workspace, answer);
        };
  }
}
