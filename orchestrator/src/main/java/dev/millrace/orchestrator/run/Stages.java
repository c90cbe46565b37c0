package dev.millrace.orchestrator.run;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.orchestrator.roles.Role;
import dev.millrace.orchestrator.roles.SchedulerRole;
import dev.millrace.orchestrator.roles.ScorerRole;
import dev.millrace.orchestrator.roles.SinkRole;
import dev.millrace.orchestrator.roles.WorkerRole;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.orchestrator.schedule.Schedule;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.score.Scorer;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.Harness;
import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Makes the roles of a run. What a role holds open is closed with the [Stage] it came in.
public final class Stages {
  private final RunConfig config;
  private final RunLayout layout;
  private final RunTasks tasks;
  private final InstantSource clock;
  private final Fittings fittings;
  private final Formula formula;

  /// @throws ConfigException when the formula is none
  public Stages(RunConfig config, RunLayout layout, RunTasks tasks, InstantSource clock) {
    this(config, layout, tasks, clock, Fittings.NONE);
  }

  public Stages(
      RunConfig config, RunLayout layout, RunTasks tasks, InstantSource clock, Fittings fittings) {
    this.config = config;
    this.layout = layout;
    this.tasks = tasks;
    this.clock = clock;
    this.fittings = fittings;
    this.formula = formula(config);
  }

  public Plan plan() {
    return tasks.plan();
  }

  public Lake lake() {
    return fittings.lake(new ParquetLake(Store.local(layout.lake())));
  }

  public Stage scheduler(EventLog log) {
    Schedule.Settings settings =
        new Schedule.Settings(
            config.schedule().inFlight(), config.schedule().lease(), config.schedule().attempts());
    return new Stage(new SchedulerRole(log, plan(), settings, clock), () -> {});
  }

  /// @param id unique among the workers of a run
  public Stage worker(EventLog log, String id) {
    Served served = Served.open(config.policy(), System.getenv());
    SandboxProvider sandboxes = sandboxes("worker");
    Harnesses harnesses = Harnesses.open(config, clock);
    Harness harness = harnesses.harness();
    WorkerRole role =
        new WorkerRole(
            log,
            (episode, listener) -> harness.run(episodeRun(episode, served, sandboxes, listener)),
            new DeltaStore(layout.deltas()),
            new WorkerRole.Settings(id, config.worker().episodes(), config.schedule().lease()),
            clock);
    return new Stage(
        role,
        () -> {
          harnesses.close();
          served.close();
          sandboxes.close();
        });
  }

  /// @param id unique among the scorers of a run
  public Stage scorer(EventLog log, String id) {
    SandboxProvider sandboxes = sandboxes("scorer");
    Scorer scorer = new Scorer(sandboxes, formula);
    ScorerRole role =
        new ScorerRole(
            log,
            fittings.judge(trajectory -> judge(scorer, trajectory)),
            new DeltaStore(layout.deltas()),
            new ScorerRole.Settings(id, config.scorer().parallel()),
            clock);
    return new Stage(role, sandboxes::close);
  }

  public Stage sink(EventLog log) {
    SinkRole.Settings settings =
        new SinkRole.Settings(
            config.sink().rows(), config.sink().linger(), config.sink().patience());
    return new Stage(new SinkRole(log, lake(), plan(), settings, clock), () -> {});
  }

  /// Builds the sets from the lake, once everything is stored.
  public List<SetSummary> sets() {
    return new SetsOfRun(layout).build(lake(), config.sets().build());
  }

  private EpisodeRun episodeRun(
      Episode episode, Served served, SandboxProvider sandboxes, TurnListener listener) {
    return new EpisodeRun(
        episode,
        tasks.task(episode.task()),
        served.policy(),
        served.format(),
        sandboxes,
        listener,
        clock);
  }

  private Judgement judge(Scorer scorer, Trajectory trajectory) throws InterruptedException {
    return scorer.score(tasks.task(trajectory.episode().task()), trajectory);
  }

  private static Formula formula(RunConfig config) {
    try {
      return Formula.compile("scorer.formula", config.scorer().formula());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private SandboxProvider sandboxes(String role) {
    return fittings.sandboxes(role, openSandboxes(role));
  }

  private SandboxProvider openSandboxes(String role) {
    Path cache = layout.out().resolve(config.sandbox().cache());
    Path scratch = layout.scratch(role);
    return switch (config.sandbox().provider()) {
      case AUTO -> NamespaceProvider.open(cache, scratch);
      case BUBBLEWRAP -> NamespaceProvider.open(Mechanism.BUBBLEWRAP, cache, scratch);
      case UNSHARE -> NamespaceProvider.open(Mechanism.UNSHARE, cache, scratch);
    };
  }

  /// A role with what it holds open.
  public record Stage(Role role, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }
}
