package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Episode;

/// Replays each task's reference solution, step by step as tool calls, with faults planted in a
/// share of the episodes. It reads no prompt and has no probabilities: log-probabilities are null,
/// and each turn's labels say what was planted (`fault`, `recovers`). What it does depends on the
/// task, the episode's seed and its member alone. Any thread may open sessions.
public final class ReferencePolicy implements Policy {
  public static final String NAME = "reference";

  private final ChatFormat format;
  private final FaultPlanner planner;

  /// @param faults the probability that an episode has faults, 0 to 1; member 0 of a group never
  /// has
  public ReferencePolicy(ChatFormat format, double faults) {
    this.format = format;
    this.planner = new FaultPlanner(faults);
  }

  @Override
  public String name() {
    return NAME;
  }

  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Agent` when the task
  ///     has no reference solution
  @Override
  public PolicySession open(Episode episode, Task task) {
    return new ReferenceSession(format, planner.plan(task, episode.seed(), episode.member()));
  }
}
