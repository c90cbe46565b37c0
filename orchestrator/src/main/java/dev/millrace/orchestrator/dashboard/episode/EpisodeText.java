package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One trajectory for a reader: how it ended and what it was worth, then turn by turn what was
/// said, called and answered, with faulty steps, recoveries and the share of tokens that are
/// trained. What the trajectory's own texts hold cannot steer the terminal.
public final class EpisodeText {
  private EpisodeText() {}

  /// The lines.
  ///
  /// @param formula the text of the formula, where it is known
  public static List<String> lines(
      ScoredTrajectory scored, Optional<String> formula, Layout layout) {
    List<String> lines = new ArrayList<>();
    lines.addAll(HeaderText.lines(scored, formula, layout.ink()));
    lines.addAll(TurnsText.lines(scored.trajectory(), layout));
    lines.addAll(VerdictText.lines(scored, layout));
    return List.copyOf(lines);
  }

  /// How it is laid out.
  ///
  /// @param longest how many lines of one text are shown
  /// @param width where lines of tool calls are cut
  public record Layout(Ink ink, int longest, int width) {
    private static final int SHORT = 12;

    /// Long texts are shortened to their beginning and end.
    public static Layout brief(Ink ink, int width) {
      return new Layout(ink, SHORT, width);
    }

    /// Nothing is left out.
    public static Layout full(Ink ink) {
      return new Layout(ink, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
  }
}
