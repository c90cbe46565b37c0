package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.dashboard.live.RunView;
import dev.millrace.orchestrator.dashboard.report.RunReport;
import dev.millrace.orchestrator.dashboard.report.RunSummary;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.kafka.EmbeddedBroker;
import dev.millrace.orchestrator.log.kafka.KafkaLog;
import dev.millrace.orchestrator.run.LocalRun;
import dev.millrace.orchestrator.run.Resumption;
import dev.millrace.orchestrator.run.RunEnd;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.orchestrator.run.RunLock;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Stages;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace run`: a whole run in this process.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs episodes, scores them, stores them and builds the sets.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

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

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws InterruptedException {
    RunConfig config = engine.applied(RunConfig.load(conf));
    if (seed != null) {
      config = config.withSeed(seed);
    }
    RunLayout layout = new RunLayout(out.toAbsolutePath().normalize());
    check(layout);
    Instant start = Instant.now();
    InstantSource clock = InstantSource.system();
    Stages stages = new Stages(config, layout, RunTasks.load(config), clock);
    RunReport report;
    try (var _ = stages.openPolicy();
        var _ = RunLock.take(layout)) {
      if (resume) {
        Resumption.check(stages.plan(), layout, kafka == null);
      }
      run(stages, config, layout, clock);
      report = new RunEnd(config, layout, clock).finish(stages, start);
      layout.clean();
    }
    Ink ink = Terminal.system(spec.commandLine().getOut()).ink();
    RunSummary.lines(report, layout.out(), ink).forEach(spec.commandLine().getOut()::println);
    return Failures.status(report, spec.commandLine().getErr());
  }

  private void run(Stages stages, RunConfig config, RunLayout layout, InstantSource clock)
      throws InterruptedException {
    if (kafka != null) {
      run(stages, config, kafka, clock);
    } else {
      try (EmbeddedBroker broker = EmbeddedBroker.start(layout.broker(), config.kafka().port())) {
        run(stages, config, broker.address(), clock);
      }
    }
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

  private void run(Stages stages, RunConfig config, String bootstrap, InstantSource clock)
      throws InterruptedException {
    Terminal terminal = Terminal.system(spec.commandLine().getErr());
    try (EventLog log = KafkaLog.connect(bootstrap, config.run(), config.kafka().patience());
        var _ = RunView.start(log, stages.plan(), terminal, clock)) {
      LocalRun.run(stages, log);
    }
  }
}
