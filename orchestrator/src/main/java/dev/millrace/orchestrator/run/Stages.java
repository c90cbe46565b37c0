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
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rewards.score.Scorer;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rewards.score.Verifiers;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.Harness;
import dev.millrace.rollout.harness.StepGate;
import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Trajectory;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes the roles of a run. What a role holds open is closed with the [Stage] it came in.
public final class Stages {
  private final RunConfig config;
  private final RunLayout layout;
  private final RunTasks tasks;
  private final InstantSource clock;
  private final Fittings fittings;
  private final Known known;
  private final AtomicReference<@Nullable Served> opened = new AtomicReference<>();

  /// @throws ConfigException when the formula is none, a file of `integrity` cannot be read, or
  ///     tasks with rubrics and the judge do not fit
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
    this.known = Known.of(config.integrity());
    JudgedTasks.check(tasks.tasks(), config.judge(), terms(config).formula());
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

  /// Opens the policy before anything else is begun, so that an engine or a tokenizer that is not
  /// there is found first. The next worker gets it; what none took is closed with what comes back.
  public Early openPolicy() {
    opened.set(servedNow());
    return () -> {
      Served left = opened.getAndSet(null);
      if (left != null) {
        left.close();
      }
    };
  }

  /// Something that was opened early.
  public interface Early extends AutoCloseable {
    @Override
    void close();
  }

  private Served servedNow() {
    return Served.open(config.policy(), System.getenv());
  }

  /// @param id unique among the workers of a run
  public Stage worker(EventLog log, String id) throws InterruptedException {
    Served early = opened.getAndSet(null);
    Served served = early == null ? servedNow() : early;
    RunSandboxes open = sandboxes(RunSandboxes.Use.EPISODES, id);
    SandboxProvider sandboxes = fittings.sandboxes("worker", open.provider());
    Seals seals = new Seals(open.bare(), config.integrity().seal());
    StepGate gate = gate(fittings.sandboxes("gate", open.bare()));
    Harnesses harnesses = Harnesses.open(config, clock);
    Harness harness = harnesses.harness();
    WorkerRole role =
        new WorkerRole(
            log,
            (episode, listener) ->
                known
                    .redactor()
                    .redact(
                        seals.around(
                            tasks.task(episode.task()),
                            () ->
                                harness.run(
                                    episodeRun(episode, served, sandboxes, listener, gate))),
                        tasks.task(episode.task()),
                        served.format().tokenizer()),
            new DeltaStore(layout.deltas()),
            new WorkerRole.Settings(id, config.worker().episodes(), config.schedule().lease()),
            clock);
    return new Stage(
        role,
        () -> {
          harnesses.close();
          served.close();
          open.close();
        });
  }

  private StepGate gate(SandboxProvider sandboxes) {
    return Verifiers.gate(sandboxes, config.scorer().attempts());
  }

  /// @param id unique among the scorers of a run
  public Stage scorer(EventLog log, String id) throws InterruptedException {
    RunSandboxes open = sandboxes(RunSandboxes.Use.JUDGING, id);
    SandboxProvider sandboxes = fittings.sandboxes("scorer", open.provider());
    OpenScorer judge = OpenScorer.of(config, layout, known, sandboxes);
    ScorerRole role =
        new ScorerRole(
            log,
            fittings.judge(trajectory -> judge(judge.scorer(), trajectory)),
            new DeltaStore(layout.deltas()),
            new ScorerRole.Settings(id, config.scorer().parallel()),
            clock);
    return new Stage(
        role,
        () -> {
          judge.close();
          open.close();
        });
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
      Episode episode,
      Served served,
      SandboxProvider sandboxes,
      TurnListener listener,
      StepGate gate) {
    return new EpisodeRun(
        episode,
        tasks.task(episode.task()),
        served.policy(),
        served.format(),
        sandboxes,
        listener,
        clock,
        gate);
  }

  private Judgement judge(Scorer scorer, Trajectory trajectory) throws InterruptedException {
    return scorer.score(tasks.task(trajectory.episode().task()), trajectory);
  }

  /// @throws ConfigException when the formula is none
  public static Terms terms(RunConfig config) {
    try {
      return new Terms(
          Formula.compile("scorer.formula", config.scorer().formula()),
          config.scorer().allPenalties(),
          new Shaping(config.scorer().gamma()));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private RunSandboxes sandboxes(RunSandboxes.Use use, String id) throws InterruptedException {
    // Another process may bear the same id in a later run that resumes this one.
    String owner = id + "-" + ProcessHandle.current().pid() + "-" + clock.instant().toEpochMilli();
    return RunSandboxes.open(config.sandbox(), layout, use, owner, clock);
  }

  /// A role with what it holds open.
  public record Stage(Role role, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }
}
