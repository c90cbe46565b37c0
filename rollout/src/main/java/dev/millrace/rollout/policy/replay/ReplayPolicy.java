package dev.millrace.rollout.policy.replay;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Plays recorded trajectories again: each turn returns the recorded ids with their
/// log-probabilities and versions, and only under the very prefix they were sampled from. Any
/// thread may open sessions.
public final class ReplayPolicy implements Policy {
  public static final String NAME = "replay";

  private final Map<EpisodeId, Trajectory> recorded;

  /// @param recorded at most one trajectory of each episode
  public ReplayPolicy(Collection<Trajectory> recorded) {
    this.recorded =
        recorded.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    trajectory -> trajectory.episode().id(), Function.identity()));
  }

  @Override
  public String name() {
    return NAME;
  }

  /// @throws FailureException with `Failure.Engine` when nothing of the episode was recorded
  @Override
  public PolicySession open(Episode episode, Task task) {
    Trajectory trajectory = recorded.get(episode.id());
    if (trajectory == null) {
      throw new FailureException(
          new Failure.Engine(
              "replay: episode "
                  + episode.id()
                  + " is not among the "
                  + recorded.size()
                  + " recorded ones"));
    }
    return new ReplaySession(trajectory);
  }
}
