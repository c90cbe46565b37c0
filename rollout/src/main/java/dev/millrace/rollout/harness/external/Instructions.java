package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.task.Task;

/// What an agent is asked to do. How it works and which tools it has, it knows itself.
final class Instructions {
  private Instructions() {}

  static String of(Task task) {
    return task.instruction().strip()
        + "\n\nThe working directory is "
        + task.environment().workdir()
        + ". There is no network, and nobody answers questions.";
  }
}
