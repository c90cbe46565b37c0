package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText.Layout;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the verifier saw: the answer, tests, progress and flags.
final class VerdictText {
  private VerdictText() {}

  static List<String> lines(ScoredTrajectory scored, Layout layout) {
    List<String> lines = new ArrayList<>();
    String answer = scored.trajectory().end().answer();
    if (answer != null && !answer.isBlank()) {
      lines.add("");
      lines.add(layout.ink().bold("answer"));
      Shortened.lines(answer, layout).forEach(line -> lines.add("  " + line));
    }
    if (scored.judgement() instanceof Judgement.Scored(Score score)) {
      tests(score, layout, lines);
      progress(score, layout.ink(), lines);
      Rating rating = score.rating();
      if (rating != null) {
        lines.addAll(RatingText.lines(rating, layout));
      }
    }
    flags(scored.judgement().flags(), layout, lines);
    return lines;
  }

  private static void tests(Score score, Layout layout, List<String> lines) {
    if (score.tests().isEmpty()) {
      return;
    }
    Ink ink = layout.ink();
    long passed = score.tests().stream().filter(TestResult::passed).count();
    lines.add("");
    lines.add(ink.bold("tests") + "  %d of %d passed".formatted(passed, score.tests().size()));
    for (TestResult test : score.tests()) {
      String status = "%-7s".formatted(test.status().name().toLowerCase(Locale.ROOT));
      String reason = test.message() == null ? "" : ": " + test.message();
      String text = Units.fit(Units.harmless(test.name() + reason), layout.width() - 10);
      lines.add("  " + (test.passed() ? ink.good(status) : ink.bad(status)) + " " + text);
    }
  }

  private static void progress(Score score, Ink ink, List<String> lines) {
    if (score.progress().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ink.bold("progress") + "  share of the tests passed");
    for (Score.Potential point : score.progress()) {
      lines.add(
          "  after %3d turns, %6s tokens: %s"
              .formatted(
                  point.turnsDone(),
                  Units.count(point.tokens()),
                  HeaderText.number(point.value())));
    }
  }

  private static void flags(List<Flag> flags, Layout layout, List<String> lines) {
    if (flags.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(layout.ink().bold("flags"));
    for (Flag flag : flags) {
      String turn = flag.turn() == null ? "" : ", turn " + flag.turn();
      lines.add("  " + layout.ink().warn(flag.kind()) + turn + ", " + Units.harmless(flag.where()));
      Shortened.lines(flag.seen(), layout).forEach(line -> lines.add("    " + line));
    }
  }
}
