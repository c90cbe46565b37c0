package dev.millrace.rollout.policy;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Episode;

/// Who is sampled: tokens in, tokens out. Any thread may open sessions.
public interface Policy extends AutoCloseable {
  /// The policy's name, stored with every episode.
  String name();

  /// What kind of policy it is, stored as the trajectory's source, e.g. `reference`, `vllm`. Its
  /// name, where there is but one of the kind.
  default String source() {
    return name();
  }

  /// Starts one episode's conversation.
  PolicySession open(Episode episode, Task task);

  /// Lets go of what it holds. Idempotent.
  @Override
  default void close() {}
}
