package dev.millrace.orchestrator.bench;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.kafka.EmbeddedBroker;
import dev.millrace.orchestrator.log.kafka.KafkaLog;
import dev.millrace.orchestrator.run.LocalRun;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Stages;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// The quickstart's own stages, with the embedded broker, over a sample of tasks.
final class PipelineBench implements Benchmark {
  private static final int GROUP = 2;

  @Override
  public String name() {
    return "pipeline";
  }

  @Override
  public String description() {
    return "the quickstart's stages over a sample of tasks: episodes/s and where the time goes";
  }

  @Override
  public Figures run(BenchContext context) throws InterruptedException {
    Meter meter = new Meter(InstantSource.system());
    RunConfig config = sample(context);
    RunLayout layout = new RunLayout(context.work());
    Stages stages =
        new Stages(
            config,
            layout,
            RunTasks.load(config),
            InstantSource.system(),
            new TimedFittings(meter));
    context.progress().accept("running " + stages.plan().size() + " episodes");
    Memory.forgetPeak();
    run(config, stages, context.work().resolve("broker"), meter);
    context.progress().accept("building the sets");
    meter.time("sets_build", stages::sets);
    Lake lake = stages.lake();
    return PipelineFigures.of(lake.read(lake.episodes()), meter);
  }

  private static void run(RunConfig config, Stages stages, Path data, Meter meter)
      throws InterruptedException {
    try (EmbeddedBroker broker =
            meter.time("broker_start", () -> EmbeddedBroker.start(data, config.kafka().port()));
        EventLog log =
            KafkaLog.connect(broker.address(), config.run(), config.kafka().patience())) {
      meter.timeStep("run", () -> LocalRun.run(stages, new TimedLog(log, meter)));
    }
  }

  /// As many tasks of each family as it takes, each with a group of two.
  private static RunConfig sample(BenchContext context) {
    long families =
        TaskSources.open(context.tasks()).tasks().stream()
            .map(Task::ref)
            .map(ref -> ref.family())
            .distinct()
            .count();
    int each = (int) Math.max(1, context.episodes() / (GROUP * families));
    RunConfig defaults = RunConfig.defaults();
    return new RunConfig(
        "bench",
        defaults.seed(),
        new RunConfig.Tasks(context.tasks(), Map.of(), GROUP, 1, each),
        defaults.policy(),
        defaults.context(),
        defaults.harness(),
        defaults.sandbox(),
        defaults.kafka(),
        defaults.schedule(),
        defaults.worker(),
        defaults.scorer(),
        defaults.judge(),
        defaults.integrity(),
        defaults.sink(),
        defaults.sets());
  }
}
