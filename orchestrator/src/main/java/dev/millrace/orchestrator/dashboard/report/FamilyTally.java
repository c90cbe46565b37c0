package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.orchestrator.dashboard.Verdicts;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts the episodes of a family. Not thread-safe.
final class FamilyTally {
  static final int EXAMPLES = 5;

  private final Samples totals = new Samples();
  private final Samples coverage = new Samples();
  private final Samples progress = new Samples();
  private final Samples turnCounts = new Samples();
  private final Samples seconds = new Samples();
  private final ProgressCurve curve = new ProgressCurve();
  private final List<String> notPassed = new ArrayList<>();
  private int episodes;
  private int judged;
  private int passed;
  private long turns;
  private long sampledTokens;

  void add(ScoredTrajectory scored) {
    Trajectory trajectory = scored.trajectory();
    Usage usage = trajectory.events().usage();
    episodes++;
    turns += usage.turns();
    sampledTokens += usage.sampledTokens();
    turnCounts.add(usage.turns());
    seconds.add(trajectory.events().timings().total().toNanos() / 1e9);
    if (scored.judgement() instanceof Judgement.Scored(Score score)) {
      add(trajectory.episode().id().value(), score);
    }
  }

  private void add(String id, Score score) {
    judged++;
    if (Verdicts.passed(score)) {
      passed++;
    } else if (notPassed.size() < EXAMPLES) {
      notPassed.add(id);
    }
    totals.add(score.total());
    part(score, "coverage", coverage);
    part(score, "progress", progress);
    curve.add(score.progress());
  }

  private static void part(Score score, String name, Samples samples) {
    Double value = score.parts().get(name);
    if (value != null) {
      samples.add(value);
    }
  }

  RunReport.Family family(String name) {
    return new RunReport.Family(
        name,
        episodes,
        judged,
        passed,
        passRate(),
        totals.mean(),
        coverage.mean(),
        progress.mean(),
        turnCounts.mean(),
        turns,
        sampledTokens,
        seconds.durations(),
        List.copyOf(notPassed));
  }

  @Nullable Double passRate() {
    return judged == 0 ? null : Samples.rounded((double) passed / judged);
  }

  Samples totals() {
    return totals;
  }

  Samples seconds() {
    return seconds;
  }

  List<Double> curve() {
    return curve.means();
  }

  boolean isJudged() {
    return judged > 0;
  }
}
