package dev.millrace.orchestrator.dashboard.live;

import dev.millrace.rollout.trajectory.EpisodeId;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a run at one moment.
///
/// @param elapsed since the view was started
/// @param families by name
/// @param work what was done so far; an attempt that is repeated counts again
/// @param slowest the episodes that have run longest, longest first
public record RunProgress(
    Duration elapsed,
    SortedMap<String, FamilyProgress> families,
    Work work,
    List<RunningEpisode> slowest) {
  public RunProgress {
    families = Collections.unmodifiableSortedMap(new TreeMap<>(families));
    slowest = List.copyOf(slowest);
  }

  /// All families together.
  public FamilyProgress total() {
    return families.values().stream().reduce(FamilyProgress.NONE, FamilyProgress::plus);
  }

  /// Tokens that the policy sampled, per second since the start.
  public double tokensPerSecond() {
    double seconds = elapsed.toMillis() / 1e3;
    return seconds == 0 ? 0 : work.tokens() / seconds;
  }

  /// Model calls and what came of them.
  ///
  /// @param tokens sampled by the policy
  /// @param toolErrors calls that were errors of the call itself
  public record Work(long turns, long tokens, long toolErrors) {}

  /// An episode that a worker has.
  public record RunningEpisode(EpisodeId episode, Duration since) {}
}
