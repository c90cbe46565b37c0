package dev.millrace.orchestrator.predictions;

import dev.millrace.datasets.lake.EpisodeEnd;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The episodes that predictions are made of.
///
/// @param ends in the order of tasks, groups and members
/// @param broken episodes that left nothing
/// @param without tasks of which no attempt was chosen
public record Choice(List<EpisodeEnd> ends, List<Skipped> broken, List<TaskId> without) {
  public Choice {
    ends = List.copyOf(ends);
    broken = List.copyOf(broken);
    without = List.copyOf(without);
  }

  /// An episode that became no prediction.
  ///
  /// @param why what is wrong and what to do
  public record Skipped(EpisodeId episode, String why) {}

  /// @param all of tasks that were made of rows, in order
  public static Choice of(List<EpisodeEnd> all, Attempts attempts) {
    Map<TaskId, List<EpisodeEnd>> byTask = new TreeMap<>();
    List<Skipped> broken = new ArrayList<>();
    for (EpisodeEnd end : all) {
      List<EpisodeEnd> own =
          byTask.computeIfAbsent(end.episode().task().id(), _ -> new ArrayList<>());
      if (end.outcome().isJudged()) {
        own.add(end);
      } else {
        broken.add(new Skipped(end.episode().id(), why(end.outcome())));
      }
    }
    List<EpisodeEnd> chosen = new ArrayList<>();
    List<TaskId> without = new ArrayList<>();
    byTask.forEach(
        (task, own) -> {
          List<EpisodeEnd> taken = attempts.of(own);
          chosen.addAll(taken);
          if (taken.isEmpty()) {
            without.add(task);
          }
        });
    return new Choice(chosen, broken, without);
  }

  private static String why(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed(Failure failure) ->
          "it failed in " + failure.boundary() + ": " + failure.detail();
      case Outcome.Cancelled(String reason) -> "it was cancelled: " + reason;
      case Outcome.Completed _, Outcome.Truncated _ ->
          throw new IllegalArgumentException("an episode that ended so left an end state");
    };
  }
}
