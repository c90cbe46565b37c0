package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.TextTable;
import dev.millrace.orchestrator.dashboard.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a person reads when a run has ended. Pure.
public final class RunSummary {
  private static final int WIDTH = 100;
  private static final int INDENT = 2;

  /// Of a failure's words: their end says what to change.
  private static final int DETAIL = 600;

  private RunSummary() {}

  /// The lines; no line of figures is wider than 100 columns.
  ///
  /// @param out the output directory as the user named it
  public static List<String> lines(RunReport report, Path out, Ink ink) {
    List<String> lines = new ArrayList<>();
    families(report, ink, lines);
    sightings("without a verdict", report.failures(), ink, lines);
    sightings("flagged", report.flags(), ink, lines);
    sightings("tasks not proved sealed", unsound(report.seals()), ink, lines);
    sets(report.sets(), ink, lines);
    files(report, out, ink, lines);
    return List.copyOf(lines);
  }

  private static List<RunReport.Sighting> unsound(List<RunReport.Sighting> seals) {
    Set<String> kinds = Set.of("unsealed", "unknown");
    return seals.stream().filter(seal -> kinds.contains(seal.kind())).toList();
  }

  private static void families(RunReport report, Ink ink, List<String> lines) {
    TextTable table =
        new TextTable(
            "family", "episodes", "passed", "pass rate", "mean reward", "mean turns", "tokens");
    for (RunReport.Family family : report.families()) {
      table.row(
          family.family(),
          Units.count(family.episodes()),
          Units.count(family.passed()),
          Units.percent(family.passRate()),
          Units.score(family.meanTotal()),
          Units.tenths(family.meanTurns()),
          Units.count(family.sampledTokens()));
    }
    List<String> rows = table.lines(WIDTH);
    lines.add(ink.bold(rows.getFirst()));
    lines.addAll(rows.subList(1, rows.size() - 1));
    lines.add(ink.bold(rows.getLast()));
  }

  private static void sightings(
      String title, List<RunReport.Sighting> sightings, Ink ink, List<String> lines) {
    if (sightings.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(ink.bold(title));
    for (RunReport.Sighting sighting : sightings) {
      String text =
          "%s %d, such as %s"
              .formatted(
                  sighting.kind(), sighting.episodes(), String.join(" ", sighting.examples()));
      lines.add("  " + Units.fit(text, WIDTH - INDENT));
      if (sighting.detail() != null) {
        lines.add("    most often: " + Units.fit(sighting.detail(), DETAIL));
      }
    }
  }

  private static void sets(List<SetSummary> sets, Ink ink, List<String> lines) {
    if (sets.isEmpty()) {
      return;
    }
    lines.add("");
    TextTable table = new TextTable("set", "rows", "left out");
    List<String> reasons = new ArrayList<>();
    for (SetSummary set : sets) {
      long dropped = set.drops().values().stream().mapToLong(Long::longValue).sum();
      table.row(set.name(), Units.count(set.rows()), Units.count(dropped));
      for (Map.Entry<String, Long> drop : set.drops().entrySet()) {
        reasons.add(
            "  %s: %s %s"
                .formatted(
                    set.name(), Units.count(drop.getValue()), drop.getKey().replace('_', ' ')));
      }
    }
    List<String> rows = table.lines(WIDTH);
    lines.add(ink.bold(rows.getFirst()));
    lines.addAll(rows.subList(1, rows.size()));
    if (!reasons.isEmpty()) {
      lines.add(ink.bold("why left out"));
      reasons.forEach(reason -> lines.add(Units.fit(reason, WIDTH)));
    }
  }

  private static void files(RunReport report, Path out, Ink ink, List<String> lines) {
    lines.add("");
    lines.add("episodes  " + out.resolve("lake"));
    if (!report.sets().isEmpty()) {
      lines.add("sets      " + out.resolve("sets"));
    }
    lines.add("report    " + out.resolve("report.html"));
    String seed = "seed " + report.run().seed() + ", took ";
    lines.add("          " + seed + Units.seconds(report.run().elapsedSeconds()));
    worthALook(report)
        .ifPresent(
            id -> {
              lines.add("");
              lines.add("next      " + ink.accent("millrace show " + id + " --out " + out));
            });
  }

  /// An episode to begin with: one that did not pass, else one that broke, else one flagged.
  private static Optional<String> worthALook(RunReport report) {
    return report.all().notPassed().stream()
        .findFirst()
        .or(() -> firstExample(report.failures()))
        .or(() -> firstExample(report.flags()));
  }

  private static Optional<String> firstExample(List<RunReport.Sighting> sightings) {
    return sightings.stream().flatMap(s -> s.examples().stream()).findFirst();
  }
}
