package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.datasets.build.SetSummary;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What a run came to. `report.json` holds exactly these components, in this order, in snake_case;
/// a change of their meaning counts [#VERSION] up. Means and rates are null where there is nothing
/// to take them over; episodes without a verdict are in none of them.
///
/// @param outcomes how many episodes ended how, e.g. `completed_submitted`
/// @param failures episodes without a verdict, by the boundary that broke
/// @param flags what else was seen, by kind
/// @param seals episodes by whether the repositories of their tasks were sealed
/// @param faults turns that the policy itself calls faulty, by kind
/// @param tokens how the episodes' tokens came about
/// @param charts what the page draws beside the tables
public record RunReport(
    int schemaVersion,
    Run run,
    Totals totals,
    List<Family> families,
    SortedMap<String, Integer> outcomes,
    List<Sighting> failures,
    List<Sighting> flags,
    List<Sighting> seals,
    SortedMap<String, Integer> faults,
    TokenFacts tokens,
    Durations durations,
    TimeSpent timeSpent,
    List<SetSummary> sets,
    Charts charts) {
  /// The version of the form.
  public static final int VERSION = 1;

  /// The name under which all families are counted together.
  static final String ALL = "all";

  /// What was run.
  ///
  /// @param startedAt ISO-8601
  /// @param formulaDigests SHA-256 (hex) of the formulas that scored; one, unless it was changed
  /// @param policies names, with the kind of policy in brackets
  /// @param sandboxes what ran the commands, with the protections it gave
  public record Run(
      String name,
      long seed,
      String startedAt,
      double elapsedSeconds,
      String formula,
      List<String> formulaDigests,
      List<String> policies,
      List<String> sandboxes,
      Map<String, String> versions) {}

  /// Over the whole run.
  ///
  /// @param judged episodes with a verdict
  public record Totals(
      int tasks,
      int groups,
      int episodes,
      int judged,
      int passed,
      @Nullable Double passRate,
      long turns,
      long promptTokens,
      long sampledTokens,
      long toolCalls,
      long toolErrors,
      double episodesPerSecond,
      double turnsPerSecond,
      double sampledTokensPerSecond) {}

  /// One family, or [#ALL] of them.
  ///
  /// @param notPassed up to 5 episodes that were judged and did not pass
  public record Family(
      String family,
      int episodes,
      int judged,
      int passed,
      @Nullable Double passRate,
      @Nullable Double meanTotal,
      @Nullable Double meanCoverage,
      @Nullable Double meanProgress,
      @Nullable Double meanTurns,
      long turns,
      long sampledTokens,
      Durations durations,
      List<String> notPassed) {}

  /// @param examples up to 5 episodes
  /// @param detail what was said most often, of one episode that said it; null where nothing was
  public record Sighting(
      String kind, int episodes, List<String> examples, @Nullable String detail) {}

  /// @param branches token chains by the cause that started them: `first`, `compaction`, ...
  /// @param fidelity token chains by whether their ids are the engine's own: `token_exact`,
  ///     `text_only`
  /// @param malformedCalls tool calls that could not be read
  public record TokenFacts(
      SortedMap<String, Integer> branches,
      SortedMap<String, Integer> fidelity,
      int malformedCalls) {}

  /// How long episodes took, in seconds.
  public record Durations(@Nullable Double p50, @Nullable Double p95, @Nullable Double longest) {}

  /// Where the episodes' time went, in seconds over all of them; they run side by side, so it is
  /// more than the run took.
  public record TimeSpent(double setup, double model, double tools, double other) {}

  /// @param scores how many judged episodes have which total
  /// @param durations how many episodes took how many seconds
  /// @param progress by family, the mean potential after equal shares of an episode's tokens, from
  ///     none to all
  public record Charts(
      Histogram scores, Histogram durations, SortedMap<String, List<Double>> progress) {}

  /// @param edges where the bins begin, and where the last one ends
  /// @param counts by family, one a bin
  public record Histogram(List<Double> edges, SortedMap<String, List<Integer>> counts) {}

  /// Whether there were episodes, and not one has a verdict: nothing can be learned from such a
  /// run.
  public boolean cameToNothing() {
    return totals.episodes() > 0 && totals.judged() == 0;
  }

  /// All families together.
  public Family all() {
    return families.getLast();
  }
}
