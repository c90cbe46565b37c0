package dev.millrace.orchestrator.dashboard.report;

import static dev.millrace.orchestrator.dashboard.report.Html.code;
import static dev.millrace.orchestrator.dashboard.report.Html.escaped;
import static dev.millrace.orchestrator.dashboard.report.Html.section;
import static dev.millrace.orchestrator.dashboard.report.Html.table;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.orchestrator.dashboard.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The report's figures as tables: they are there without any script.
final class PageTables {
  private PageTables() {}

  static String all(RunReport report) {
    return families(report)
        + sets(report.sets())
        + sightings("Episodes without a verdict, by what broke", report.failures())
        + sightings("Flags", report.flags())
        + sightings("Seals of tasks", report.seals())
        + counts("How episodes ended", "<outcome", report.outcomes())
        + counts("Faulty turns, as the policy names them", "<fault", report.faults())
        + counts("Token chains, by what started them", "<cause", report.tokens().branches())
        + counts("Token chains, by fidelity", "<fidelity", report.tokens().fidelity())
        + counts("Tool calls", "<kind", calls(report))
        + run(report);
  }

  private static SortedMap<String, Integer> calls(RunReport report) {
    int malformed = report.tokens().malformedCalls();
    return malformed == 0 ? new TreeMap<>() : new TreeMap<>(Map.of("malformed", malformed));
  }

  private static String families(RunReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (RunReport.Family family : report.families()) {
      rows.add(
          List.of(
              escaped(family.family()),
              Units.count(family.episodes()),
              Units.count(family.passed()),
              Units.percent(family.passRate()),
              Units.score(family.meanTotal()),
              Units.score(family.meanCoverage()),
              Units.score(family.meanProgress()),
              Units.tenths(family.meanTurns()),
              Units.count(family.sampledTokens()),
              Units.seconds(family.durations().p50()),
              Units.seconds(family.durations().p95())));
    }
    List<String> header =
        List.of(
            "<family",
            "episodes",
            "passed",
            "pass rate",
            "mean reward",
            "mean coverage",
            "mean progress",
            "mean turns",
            "tokens",
            "p50",
            "p95");
    return section("Families", table(header, rows) + notPassed(report));
  }

  private static String notPassed(RunReport report) {
    List<List<String>> rows =
        report.families().stream()
            .filter(family -> !family.family().equals(RunReport.ALL))
            .filter(family -> !family.notPassed().isEmpty())
            .map(family -> List.of(escaped(family.family()), codes(family.notPassed())))
            .toList();
    return rows.isEmpty()
        ? ""
        : table(List.of("<family", "<episodes that did not pass, at most five"), rows);
  }

  private static String sets(List<SetSummary> sets) {
    List<List<String>> rows = new ArrayList<>();
    for (SetSummary set : sets) {
      String drops =
          set.drops().entrySet().stream()
              .map(drop -> escaped(Units.count(drop.getValue()) + " " + words(drop.getKey())))
              .collect(Collectors.joining("<br />"));
      rows.add(
          List.of(escaped(set.name()), Units.count(set.rows()), drops.isEmpty() ? "none" : drops));
    }
    return rows.isEmpty() ? "" : section("Sets", table(List.of("<set", "rows", "<left out"), rows));
  }

  private static String sightings(String title, List<RunReport.Sighting> sightings) {
    List<List<String>> rows =
        sightings.stream()
            .map(
                s ->
                    List.of(
                        escaped(s.kind()),
                        Units.count(s.episodes()),
                        codes(s.examples()),
                        said(s.detail())))
            .toList();
    return rows.isEmpty()
        ? ""
        : section(title, table(List.of("<kind", "episodes", "<such as", "<most often"), rows));
  }

  private static String said(@Nullable String detail) {
    return detail == null ? "" : escaped(detail);
  }

  private static String counts(String title, String header, Map<String, Integer> counts) {
    List<List<String>> rows =
        counts.entrySet().stream()
            .map(e -> List.of(escaped(words(e.getKey())), Units.count(e.getValue())))
            .toList();
    return rows.isEmpty() ? "" : section(title, table(List.of(header, "count"), rows));
  }

  private static String run(RunReport report) {
    RunReport.Run run = report.run();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("run", escaped(run.name())));
    rows.add(List.of("seed", Long.toString(run.seed())));
    rows.add(List.of("started", escaped(run.startedAt())));
    rows.add(List.of("formula", code(run.formula())));
    rows.add(List.of("formula digest", codes(run.formulaDigests())));
    rows.add(List.of("policy", codes(run.policies())));
    rows.add(List.of("sandbox", codes(run.sandboxes())));
    run.versions().forEach((name, version) -> rows.add(List.of(escaped(name), code(version))));
    return section("Run", table(List.of("<what", "<value"), rows));
  }

  private static String codes(List<String> texts) {
    return texts.stream().map(Html::code).collect(Collectors.joining(""));
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }
}
