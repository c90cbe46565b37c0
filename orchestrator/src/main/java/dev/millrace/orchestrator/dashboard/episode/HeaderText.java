package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.Verdicts;
import dev.millrace.rewards.lint.SealState;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What an episode is, how it ended and what it was worth.
final class HeaderText {
  private HeaderText() {}

  static List<String> lines(ScoredTrajectory scored, Optional<String> formula, Ink ink) {
    Trajectory trajectory = scored.trajectory();
    Episode episode = trajectory.episode();
    Usage usage = trajectory.events().usage();
    List<String> lines = new ArrayList<>();
    lines.add(ink.bold(episode.id().value()));
    lines.add(
        "task      %s (family %s, digest %s)"
            .formatted(
                episode.task().id(), episode.task().family(), brief(episode.task().digest())));
    lines.add(
        "group     %s, member %d, attempt %d, seed %d"
            .formatted(episode.group(), episode.member(), episode.attempt(), episode.seed()));
    lines.add(
        "made by   %s (%s) in %s"
            .formatted(
                episode.policy(),
                trajectory.provenance().source(),
                trajectory.provenance().sandbox()));
    String seal = trajectory.provenance().facts().get(SealState.FACT);
    if (seal != null && !seal.equals("none")) {
      lines.add("seal      " + Units.harmless(seal));
    }
    lines.add("outcome   " + outcome(trajectory.outcome()));
    lines.add(
        "used      %d turns, %d tool calls (%d errors), %s tokens sampled of %s read"
            .formatted(
                usage.turns(),
                usage.toolCalls(),
                usage.toolErrors(),
                Units.count(usage.sampledTokens()),
                Units.count(usage.promptTokens())));
    lines.add("took      " + times(trajectory.events().timings()));
    switch (scored.judgement()) {
      case Judgement.Scored(Score score) -> {
        String verdict = Verdicts.passed(score) ? ink.good("passed") : ink.bad("not passed");
        lines.add("verdict   " + verdict + ", reward " + number(score.total()));
        lines.add("  total = " + formula.orElse("formula " + brief(score.formulaDigest())));
        score.parts().forEach((name, value) -> lines.add(part(Map.entry(name, value))));
      }
      case Judgement.Unscored(var failure, _) ->
          lines.add(
              "verdict   "
                  + ink.warn("none")
                  + ", no reward: "
                  + failure.boundary()
                  + ": "
                  + Units.harmless(failure.detail()));
    }
    return lines;
  }

  /// How an episode ended, in words.
  static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed(var ending) -> "completed: " + lower(ending);
      case Outcome.Truncated(Outcome.Limit limit) -> "truncated: " + limit(limit);
      case Outcome.Failed(var failure) ->
          "failed: " + failure.boundary() + ": " + Units.harmless(failure.detail());
      case Outcome.Cancelled(String reason) -> "cancelled: " + Units.harmless(reason);
    };
  }

  private static String limit(Outcome.Limit limit) {
    return switch (limit) {
      case LOOP -> "it went round in circles";
      case STALL -> "it got nowhere";
      case TURNS, TOKENS, WALL_TIME, CONTEXT -> "the limit of " + lower(limit);
    };
  }

  private static String times(Timings times) {
    return "%s: setup %s, model %s, tools %s"
        .formatted(
            seconds(times.total()),
            seconds(times.setup()),
            seconds(times.model()),
            seconds(times.tools()));
  }

  private static String part(Map.Entry<String, Double> part) {
    return "  %-14s %s".formatted(part.getKey(), number(part.getValue()));
  }

  /// Without a fraction where there is none.
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.5f", value).replaceAll("0+$", "");
  }

  private static String seconds(Duration duration) {
    return Units.seconds(duration.toNanos() / 1e9);
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
