package dev.millrace.rollout.trajectory;

import java.util.Locale;

/// Why an episode has no verdict, named after the boundary that the failure crossed. None yields a
/// reward. The detail says what failed, what was expected and what to change; it holds no prompts,
/// completions or secrets.
public sealed interface Failure {
  String detail();

  /// Whether sending the episode out again can help.
  default boolean isRetryable() {
    return switch (this) {
      case Sandbox _, Verifier _, Engine _, Gateway _, Judge _ -> true;
      case Agent _, Environment _, Budget _ -> false;
    };
  }

  /// The boundary's name in lower case, for counts and reports.
  default String boundary() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// The harness or the agent program itself broke.
  record Agent(String detail) implements Failure {}

  /// The task's environment could not be built.
  record Environment(String detail) implements Failure {}

  /// The sandbox could not be made, or broke.
  record Sandbox(String detail) implements Failure {}

  /// The verifier hung, crashed or wrote no usable verdict.
  record Verifier(String detail) implements Failure {}

  /// The policy's engine failed or did not answer in time.
  record Engine(String detail) implements Failure {}

  /// The gateway between agent and engine failed.
  record Gateway(String detail) implements Failure {}

  /// The retries, the time or the room allowed for this episode are used up.
  record Budget(String detail) implements Failure {}

  /// The judge of a task's rubric did not answer, or gave no answer of use. The same episode can be
  /// scored again once it does.
  record Judge(String detail) implements Failure {}
}
