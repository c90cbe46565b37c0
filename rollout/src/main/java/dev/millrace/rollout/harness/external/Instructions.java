package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.task.Task;
import java.util.List;

/// What an agent is asked to do. How it works and which tools it has, it knows itself.
final class Instructions {
  private Instructions() {}

  static String of(Task task) {
    return task.instruction().strip()
        + "\n\nThe working directory is "
        + task.environment().workdir()
        + ". "
        + network(task.environment().needs().agents().hosts())
        + " Nobody answers questions."
        + new Submission(task).request();
  }

  private static String network(List<String> hosts) {
    return hosts.isEmpty()
        ? "There is no network."
        : "Of the network only "
            + String.join(", ", hosts)
            + " can be reached, through the proxy that HTTP_PROXY and HTTPS_PROXY name.";
  }
}
