package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText.Layout;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Rating.Criterion;
import dev.millrace.rollout.trajectory.Rating.Repeat;
import dev.millrace.rollout.trajectory.Rating.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a judge said: the scores of each repeat, how far they lie apart, and of which prompt.
final class RatingText {
  private RatingText() {}

  static List<String> lines(Rating rating, Layout layout) {
    Ink ink = layout.ink();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        ink.bold("judge")
            + "  %s at temperature %s, %s"
                .formatted(
                    Units.harmless(rating.setting().model()),
                    HeaderText.number(rating.setting().temperature()),
                    rating.standing() == Standing.ALONE
                        ? "whose word is the verdict"
                        : "beside the verifier"));
    rating.repeats().forEach(repeat -> lines.add("  " + line(rating, repeat)));
    String spread =
        rating.spread().entrySet().stream()
            .map(one -> one.getKey() + " " + HeaderText.number(one.getValue()))
            .collect(Collectors.joining(", "));
    lines.add("  deviation  " + spread);
    return lines;
  }

  private static String line(Rating rating, Repeat repeat) {
    String scores =
        rating.criteria().stream()
            .map(one -> score(one, repeat.scores().getOrDefault(one.name(), Double.NaN)))
            .collect(Collectors.joining(", "));
    String unusable = repeat.unusable().isEmpty() ? "" : ", before it " + repeat.unusable();
    return "%s: %s (prompt %s%s)"
        .formatted(
            Units.harmless(repeat.model()),
            scores,
            repeat.promptDigest().substring(0, 12),
            unusable);
  }

  private static String score(Criterion criterion, double score) {
    return criterion.name()
        + " "
        + HeaderText.number(score)
        + " of "
        + HeaderText.number(criterion.most());
  }
}
