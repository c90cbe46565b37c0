package dev.millrace.datasets.lake;

import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.EpisodeId;
import java.io.Serial;

/// A model call's prompt is not the prefix of the branch that its tokens stand in: they were
/// sampled from something else, so nothing may be trained from this episode.
public final class BrokenPrefixException extends LakeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient EpisodeId episode;
  private final int turn;

  BrokenPrefixException(EpisodeId episode, PrefixCheck.Problem problem) {
    super("episode " + episode + ", " + problem, null);
    this.episode = episode;
    this.turn = problem.modelCall();
  }

  public EpisodeId episode() {
    return episode;
  }

  public int turn() {
    return turn;
  }
}
