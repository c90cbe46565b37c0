package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.Trajectory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes figures out of a run's records and of what was timed on its way. Seconds of stages that
/// work side by side are added up, so together they are more than the run's own.
final class PipelineFigures {
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final Meter meter;

  private PipelineFigures(Meter meter) {
    this.meter = meter;
  }

  static Figures of(List<ScoredTrajectory> episodes, Meter meter) {
    PipelineFigures figures = new PipelineFigures(meter);
    episodes.forEach(episode -> figures.sample(episode.trajectory().events()));
    figures.putRates(episodes);
    figures.putEpisodes();
    figures.putRest();
    return new Figures(figures.values);
  }

  private void sample(Trajectory.Events events) {
    Timings timings = events.timings();
    meter.add("episode", timings.total());
    meter.add("policy", timings.model());
    events.toolExecutions().stream().map(ToolExecution::duration).forEach(this::tool);
  }

  private void tool(Duration taken) {
    meter.add("tool", taken);
  }

  private void putRates(List<ScoredTrajectory> episodes) {
    double seconds = meter.sumSeconds("run");
    long turns = sum(episodes, events -> events.usage().turns());
    long tokens = sum(episodes, events -> events.usage().sampledTokens());
    long scored = episodes.stream().filter(e -> e.judgement() instanceof Judgement.Scored).count();
    values.put("episodes", (double) episodes.size());
    values.put("scored_episodes", (double) scored);
    values.put("turns", (double) turns);
    values.put("run_seconds", seconds);
    values.put("episodes_per_second", episodes.size() / seconds);
    values.put("turns_per_second", turns / seconds);
    values.put("sampled_tokens_per_second", tokens / seconds);
  }

  private void putEpisodes() {
    seconds("episode");
    seconds("sandbox_setup", "worker_setup");
    seconds("sandbox_exec", "worker_exec");
    seconds("sandbox_files", "worker_files");
    seconds("sandbox_capture", "worker_capture");
    seconds("sandbox_close", "worker_close");
    seconds("policy");
    seconds("scoring");
    seconds("scoring_setup", "scorer_setup");
    seconds("scoring_exec", "scorer_exec");
    millis("episode", "episode");
    millis("setup", "worker_setup");
    millis("exec", "worker_exec");
    millis("capture", "worker_capture");
    millis("tool", "tool");
    millis("scoring", "scoring");
  }

  private void putRest() {
    seconds("broker_start");
    seconds("log_append");
    seconds("log_commit");
    seconds("lake_write");
    seconds("sets_build");
    values.put("peak_heap_mib", Memory.peakHeapMib());
    Machine.peakResidentMib().ifPresent(mib -> values.put("peak_resident_mib", mib));
  }

  private void seconds(String name) {
    seconds(name, name);
  }

  private void seconds(String name, String metered) {
    values.put(name + "_seconds", meter.sumSeconds(metered));
  }

  private void millis(String name, String metered) {
    values.put("p50_" + name + "_ms", meter.percentileMillis(metered, 0.5));
    values.put("p95_" + name + "_ms", meter.percentileMillis(metered, 0.95));
  }

  /// Counts something of an episode.
  private interface Count {
    long of(Trajectory.Events events);
  }

  private static long sum(List<ScoredTrajectory> episodes, Count count) {
    return episodes.stream().mapToLong(e -> count.of(e.trajectory().events())).sum();
  }
}
