package dev.millrace.orchestrator.dashboard.live;

import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How [RunProgress] is written. Pure.
final class ProgressText {
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 10;
  private static final int WIDEST_NAME = 16;

  private ProgressText() {}

  /// A block for a terminal: one bar per family, then what is under way and what is slow. No line
  /// is wider than `width`.
  static List<String> block(RunProgress progress, int width, Ink ink) {
    List<String> lines = new ArrayList<>();
    int name =
        Math.min(
            WIDEST_NAME,
            progress.families().keySet().stream().mapToInt(String::length).max().orElse(0));
    for (Map.Entry<String, FamilyProgress> family : progress.families().entrySet()) {
      lines.add(family(family.getKey(), family.getValue(), name, width, ink));
    }
    lines.add(Units.fit(episodes(progress), width));
    lines.add(Units.fit(work(progress), width));
    if (!progress.slowest().isEmpty()) {
      lines.add(ink.dim(Units.fit(slow(progress), width)));
    }
    return lines;
  }

  /// One plain line.
  static String line(RunProgress progress) {
    return episodes(progress) + ", " + work(progress);
  }

  private static String episodes(RunProgress progress) {
    FamilyProgress total = progress.total();
    return "%s: %d/%d done, %d passed, %d failed%s, %d running%s"
        .formatted(
            elapsed(progress),
            total.done(),
            total.planned(),
            total.passed(),
            total.failed(),
            unless0(", %d broken", total.broken()),
            total.running(),
            unless0(", %d to score", total.waiting()));
  }

  private static String work(RunProgress progress) {
    RunProgress.Work work = progress.work();
    return "%s turns, %s tokens (%s/s), %s tool errors"
        .formatted(
            Units.count(work.turns()),
            Units.brief(work.tokens()),
            Units.brief(progress.tokensPerSecond()),
            Units.count(work.toolErrors()));
  }

  /// What has run longest.
  static String slow(RunProgress progress) {
    List<String> parts = new ArrayList<>();
    for (RunProgress.RunningEpisode running : progress.slowest()) {
      parts.add(running.episode() + " " + running.since().toSeconds() + " s");
    }
    return "longest: " + String.join(", ", parts);
  }

  private static String family(
      String name, FamilyProgress family, int nameWidth, int width, Ink ink) {
    String label = Units.fit(name, nameWidth);
    label += " ".repeat(nameWidth - label.length());
    int digits = Integer.toString(family.planned()).length();
    String counts =
        (" %" + digits + "d/%d  %d passed%s, %d running")
            .formatted(
                family.done(),
                family.planned(),
                family.passed(),
                unless0(", %d broken", family.broken()),
                family.running());
    int room = width - nameWidth - 1 - counts.length();
    if (room < NARROWEST_BAR) {
      return Units.fit(label + counts, width);
    }
    return label + " " + bar(family, Math.min(WIDEST_BAR, room), ink) + counts;
  }

  /// Passed, then other ends, then what runs, then what is to come.
  private static String bar(FamilyProgress family, int width, Ink ink) {
    int planned = Math.max(1, family.planned());
    int passed = family.passed() * width / planned;
    int done = family.done() * width / planned;
    int begun = (family.done() + family.waiting() + family.running()) * width / planned;
    return ink.good("█".repeat(passed))
        + ink.bad("▓".repeat(done - passed))
        + ink.accent("▒".repeat(begun - done))
        + ink.dim("░".repeat(width - begun));
  }

  private static String unless0(String format, int count) {
    return count == 0 ? "" : format.formatted(count);
  }

  private static String elapsed(RunProgress progress) {
    long seconds = progress.elapsed().toSeconds();
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }
}
