package dev.millrace.datasets.build;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// An episode that has a verdict.
record Rated(Trajectory trajectory, Score score) {
  private static final Set<String> TAMPERING =
      Set.of(
          "tests_edited",
          "tests_weakened",
          "tests_shadowed",
          "runner_subverted",
          "reward_forged",
          "history_mined",
          "bounds_probed",
          "special_cased");

  /// The episodes of a group that have a verdict; the others are dropped with their reason.
  static List<Rated> of(List<ScoredTrajectory> group, SetRun run) {
    List<Rated> rated = new ArrayList<>();
    for (ScoredTrajectory scored : group) {
      switch (scored.judgement()) {
        case Judgement.Scored(Score score) -> rated.add(new Rated(scored.trajectory(), score));
        case Judgement.Unscored(var failure, _) ->
            run.drop("episode_without_verdict_" + failure.boundary());
      }
    }
    return rated;
  }

  /// Whether the conversation, as text, is what the policy read at every turn. It is not where
  /// something was cut, folded, summed up or rewritten on the way.
  boolean isWholeText() {
    return work().stream()
        .map(branch -> branch.origin().cause())
        .allMatch(
            cause ->
                switch (cause) {
                  case FIRST, TEMPLATE_REWRITES, THINKING_DROPPED -> true;
                  case HISTORY_SHORTENED,
                      HISTORY_REWRITTEN,
                      TURN_REWRITTEN,
                      COMPACTION,
                      TOOLS_CHANGED,
                      SUB_AGENT,
                      SIDE_CALL,
                      NEXT_STEP ->
                      false;
                });
  }

  /// The branches without the side calls.
  List<Branch> work() {
    return trajectory.branches().stream()
        .filter(branch -> branch.origin().cause() != BranchCause.SIDE_CALL)
        .toList();
  }

  double total() {
    return score.total();
  }

  double correctness() {
    return score.parts().getOrDefault("correctness", 0.0);
  }

  boolean isSolved() {
    return correctness() >= 1.0;
  }

  /// Whether its success may be none of its own.
  boolean isTampered() {
    return score.flags().stream().anyMatch(flag -> TAMPERING.contains(flag.kind()));
  }

  boolean isTruncated() {
    return trajectory.outcome() instanceof Outcome.Truncated;
  }

  int member() {
    return trajectory.episode().member();
  }

  String id() {
    return trajectory.episode().id().value();
  }
}
