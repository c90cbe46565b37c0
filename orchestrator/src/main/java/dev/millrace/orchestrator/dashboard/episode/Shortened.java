package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText.Layout;
import java.util.ArrayList;
import java.util.List;

/// Texts cut to what a reader can take in.
final class Shortened {
  private static final int INDENT = 4;

  private Shortened() {}

  /// The lines of a text: too many of them are cut in the middle, too long ones at their end.
  static List<String> lines(String text, Layout layout) {
    List<String> all = Units.harmless(text).stripTrailing().lines().toList();
    List<String> shown = new ArrayList<>(all);
    if (all.size() > layout.longest()) {
      int head = layout.longest() * 2 / 3;
      int tail = layout.longest() - head;
      shown = new ArrayList<>(all.subList(0, head));
      int left = all.size() - head - tail;
      shown.add("… " + left + " more lines (--full shows them)");
      shown.addAll(all.subList(all.size() - tail, all.size()));
    }
    shown.replaceAll(line -> Units.fit(line, layout.width() - INDENT));
    return shown;
  }
}
