package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText.Layout;
import dev.millrace.rollout.trajectory.StepEnd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a task of several, each above its first message.
final class StepText {
  private StepText() {}

  /// What stands before a message: the steps that begin there, or could not begin.
  static List<String> before(int message, List<StepEnd> steps, Layout layout) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      StepEnd step = steps.get(i);
      if (step.message() == message) {
        lines.add("");
        lines.add(
            layout.ink().bold("step %d of %d begun".formatted(i + 1, steps.size()))
                + "  "
                + layout.ink().accent(Units.harmless(step.name()))
                + "  "
                + HeaderText.outcome(step.outcome()));
        lines.addAll(gate(step.gate(), layout.ink()));
      }
    }
    return lines;
  }

  private static List<String> gate(StepEnd.@Nullable Gate gate, Ink ink) {
    if (gate == null) {
      return List.of();
    }
    return List.of(
        gate.open()
            ? "  " + ink.good("gate open")
            : "  " + ink.bad("gate shut") + ": " + Units.harmless(gate.why()));
  }
}
