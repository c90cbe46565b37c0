package dev.millrace.orchestrator.cli;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.kafka.EmbeddedBroker;
import dev.millrace.orchestrator.log.kafka.KafkaLog;
import dev.millrace.orchestrator.run.LocalRun;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Stages;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `millrace run`: a whole run in this process.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs episodes, scores them, stores them and builds the sets.")
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CONF", description = "The configuration, e.g. conf/quickstart.yaml.")
  private Path conf = Path.of("conf/quickstart.yaml");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where everything goes; default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("out");

  @Option(names = "--seed", description = "Overrides the configuration's seed.")
  private @Nullable Long seed;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "A Kafka cluster (4.2 or newer), instead of the embedded broker.")
  private @Nullable String kafka;

  @Option(names = "--resume", description = "Goes on with the run that --out holds.")
  private boolean resume;

  @Override
  public Integer call() throws InterruptedException {
    RunConfig config = RunConfig.load(conf);
    if (seed != null) {
      config = config.withSeed(seed);
    }
    RunLayout layout = new RunLayout(out.toAbsolutePath().normalize());
    check(layout);
    Stages stages = new Stages(config, layout, RunTasks.load(config), InstantSource.system());
    if (kafka != null) {
      run(stages, config, kafka);
    } else {
      try (EmbeddedBroker broker = EmbeddedBroker.start(layout.broker(), config.kafka().port())) {
        run(stages, config, broker.address());
      }
    }
    layout.clean();
    return 0;
  }

  private void check(RunLayout layout) {
    if (layout.isUsed() && !resume) {
      throw new UsageException(
          "--out "
              + out
              + " holds a run already; give another directory, or "
              + (layout.isComplete() ? "remove it" : "--resume to go on with it"));
    }
    if (resume && !layout.isUsed()) {
      throw new UsageException("--resume: " + out + " holds no run; leave the option away");
    }
  }

  private static void run(Stages stages, RunConfig config, String bootstrap)
      throws InterruptedException {
    try (EventLog log = KafkaLog.connect(bootstrap, config.run(), config.kafka().patience())) {
      LocalRun.run(stages, log);
      List<SetSummary> sets = stages.sets();
      sets.forEach(set -> System.err.println("millrace: " + set));
    }
  }
}
