package dev.millrace.rollout.harness;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import java.util.Set;

/// What the agent is told before its first turn. The tools are not described here: the chat
/// template does that.
final class Prompts {
  private static final String WORK =
      "You carry out one task on your own; nobody answers questions. Look before you change"
          + " anything, work in small steps, and check the result.";

  private Prompts() {}

  static List<Message> opening(Task task) {
    Set<String> builtin = task.toolbox().builtin();
    StringBuilder system = new StringBuilder(WORK);
    if (!builtin.equals(Set.of("submit"))) {
      system
          .append(' ')
          .append(network(task.environment().needs().agents().hosts()))
          .append("; the working directory is ")
          .append(task.environment().workdir())
          .append('.');
    }
    if (builtin.contains("submit")) {
      system.append(" Call submit once, when you are done.");
    }
    return List.of(
        new Message.SystemPrompt(system.toString()), new Message.User(task.instruction()));
  }

  private static String network(List<String> hosts) {
    return hosts.isEmpty()
        ? "Your sandbox has no network"
        : "Of the network your sandbox reaches only "
            + String.join(", ", hosts)
            + ", through the proxy that HTTP_PROXY and HTTPS_PROXY name";
  }
}
