package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.rewards.lint.SealState;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts a run, episode by episode, and makes the report of it. Holds a few numbers per episode.
/// Not thread-safe.
final class RunTally {
  private static final String FAULT = "fault";

  private final SortedMap<String, FamilyTally> families = new TreeMap<>();
  private final FamilyTally all = new FamilyTally();
  private final Set<String> tasks = new HashSet<>();
  private final Set<String> groups = new HashSet<>();
  private final SortedSet<String> digests = new TreeSet<>();
  private final SortedSet<String> policies = new TreeSet<>();
  private final SortedSet<String> sandboxes = new TreeSet<>();
  private final SortedMap<String, Integer> outcomes = new TreeMap<>();
  private final SortedMap<String, Integer> faults = new TreeMap<>();
  private final TokenTally tokens = new TokenTally();
  private final Sightings failures = new Sightings();
  private final Sightings flags = new Sightings();
  private final Sightings seals = new Sightings();
  private long promptTokens;
  private long toolCalls;
  private long toolErrors;
  private Duration total = Duration.ZERO;
  private Duration setup = Duration.ZERO;
  private Duration model = Duration.ZERO;
  private Duration tools = Duration.ZERO;

  void add(ScoredTrajectory scored) {
    Trajectory trajectory = scored.trajectory();
    Episode episode = trajectory.episode();
    all.add(scored);
    families.computeIfAbsent(episode.task().family(), _ -> new FamilyTally()).add(scored);
    tasks.add(episode.task().id().value());
    groups.add(episode.group().value());
    policies.add(episode.policy() + " (" + trajectory.provenance().source() + ")");
    sandboxes.add(trajectory.provenance().sandbox());
    outcomes.merge(outcome(trajectory.outcome()), 1, Integer::sum);
    for (ModelCall call : trajectory.events().modelCalls()) {
      String fault = call.labels().get(FAULT);
      if (fault != null) {
        faults.merge(fault, 1, Integer::sum);
      }
    }
    tokens.add(trajectory);
    addSeal(trajectory);
    add(trajectory.events().usage());
    add(trajectory.events().timings());
    add(scored.judgement(), episode.id().value());
  }

  private void add(Judgement judgement, String episode) {
    judgement.flags().stream().map(Flag::kind).distinct().forEach(k -> flags.add(k, episode));
    switch (judgement) {
      case Judgement.Scored(var score) -> digests.add(score.formulaDigest());
      case Judgement.Unscored(var failure, _) ->
          failures.add(failure.boundary(), episode, failure.detail());
    }
  }

  private void addSeal(Trajectory trajectory) {
    String seal = trajectory.provenance().facts().get(SealState.FACT);
    if (seal == null) {
      return;
    }
    String[] parts = seal.split(": ", 2);
    String episode = trajectory.episode().id().value();
    if (parts.length == 1 || parts[0].equals("sealed")) {
      seals.add(parts[0], episode);
    } else {
      seals.add(parts[0], episode, trajectory.episode().task().id() + ": " + parts[1]);
    }
  }

  private void add(Usage usage) {
    promptTokens += usage.promptTokens();
    toolCalls += usage.toolCalls();
    toolErrors += usage.toolErrors();
  }

  private void add(Timings timings) {
    total = total.plus(timings.total());
    setup = setup.plus(timings.setup());
    model = model.plus(timings.model());
    tools = tools.plus(timings.tools());
  }

  RunReport report(List<SetSummary> sets, RunFacts facts) {
    List<RunReport.Family> rows = new ArrayList<>();
    families.forEach((name, tally) -> rows.add(tally.family(name)));
    RunReport.Family whole = all.family(RunReport.ALL);
    rows.add(whole);
    return new RunReport(
        RunReport.VERSION,
        run(facts),
        totals(whole, facts.elapsed()),
        List.copyOf(rows),
        outcomes,
        failures.all(),
        flags.all(),
        seals.all(),
        faults,
        tokens.facts(),
        whole.durations(),
        timeSpent(),
        List.copyOf(sets),
        charts());
  }

  private RunReport.Run run(RunFacts facts) {
    return new RunReport.Run(
        facts.name(),
        facts.seed(),
        facts.startedAt().toString(),
        seconds(facts.elapsed()),
        facts.formula(),
        List.copyOf(digests),
        List.copyOf(policies),
        List.copyOf(sandboxes),
        facts.versions());
  }

  private RunReport.Totals totals(RunReport.Family whole, Duration elapsed) {
    double seconds = elapsed.toNanos() / 1e9;
    return new RunReport.Totals(
        tasks.size(),
        groups.size(),
        whole.episodes(),
        whole.judged(),
        whole.passed(),
        whole.passRate(),
        whole.turns(),
        promptTokens,
        whole.sampledTokens(),
        toolCalls,
        toolErrors,
        rate(whole.episodes(), seconds),
        rate(whole.turns(), seconds),
        rate(whole.sampledTokens(), seconds));
  }

  private RunReport.TimeSpent timeSpent() {
    Duration other = total.minus(setup).minus(model).minus(tools);
    return new RunReport.TimeSpent(
        seconds(setup), seconds(model), seconds(tools), Math.max(0, seconds(other)));
  }

  private RunReport.Charts charts() {
    SortedMap<String, Samples> scores = new TreeMap<>();
    SortedMap<String, Samples> durations = new TreeMap<>();
    SortedMap<String, List<Double>> curves = new TreeMap<>();
    families.forEach(
        (name, tally) -> {
          scores.put(name, tally.totals());
          durations.put(name, tally.seconds());
          if (tally.isJudged()) {
            curves.put(name, tally.curve());
          }
        });
    return new RunReport.Charts(Histograms.of(scores), Histograms.of(durations), curves);
  }

  private static double rate(long count, double seconds) {
    return seconds == 0 ? 0 : Samples.rounded(count / seconds);
  }

  private static double seconds(Duration duration) {
    return Samples.rounded(duration.toNanos() / 1e9);
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed(var ending) -> "completed_" + ending.name().toLowerCase(Locale.ROOT);
      case Outcome.Truncated(var limit) -> "truncated_" + limit.name().toLowerCase(Locale.ROOT);
      case Outcome.Failed(var failure) -> "failed_" + failure.boundary();
      case Outcome.Cancelled _ -> "cancelled";
    };
  }
}
