package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.dashboard.Ink;
import dev.millrace.orchestrator.dashboard.report.RunReport;
import dev.millrace.orchestrator.dashboard.report.RunSummary;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.kafka.EmbeddedBroker;
import dev.millrace.orchestrator.log.kafka.KafkaLog;
import dev.millrace.orchestrator.run.RunEnd;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.orchestrator.run.RunLock;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Stages;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace role`: one role of a run in a process of its own.
@Command(
    name = "role",
    mixinStandardHelpOptions = true,
    description = {
      "Starts one role of a run; it ends when the run is stored.",
      "All roles of a run are given the same configuration and output directory."
    })
final class RoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ROLE", description = "One of ${COMPLETION-CANDIDATES}.")
  private Name role = Name.WORKER;

  @Parameters(index = "1", paramLabel = "CONF", description = "The run's configuration.")
  private Path conf = Path.of("conf/quickstart.yaml");

  @Option(names = "--out", paramLabel = "DIR", description = "The run's output directory.")
  private Path out = Path.of("out");

  @Option(names = "--seed", description = "Overrides the configuration's seed.")
  private @Nullable Long seed;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Where the broker is.")
  private @Nullable String kafka;

  @Option(
      names = "--id",
      description = "Tells workers and scorers of one run apart; a restarted one keeps its id.")
  private String id = "0";

  @Mixin private EngineOptions engine = new EngineOptions();

  @Override
  public Integer call() throws InterruptedException {
    RunConfig config = engine.applied(RunConfig.load(conf));
    if (seed != null) {
      config = config.withSeed(seed);
    }
    RunLayout layout = new RunLayout(out.toAbsolutePath().normalize());
    if (role == Name.BROKER) {
      return broker(config, layout, spec.commandLine().getErr());
    }
    if (kafka == null) {
      throw new UsageException("a " + role + " needs --kafka HOST:PORT");
    }
    Instant start = Instant.now();
    InstantSource clock = InstantSource.system();
    Stages stages = new Stages(config, layout, RunTasks.load(config), clock);
    try (EventLog log = KafkaLog.connect(kafka, config.run(), config.kafka().patience());
        Stages.Stage stage = stage(stages, log)) {
      stage.role().run();
    }
    if (role == Name.SINK) {
      RunReport report = new RunEnd(config, layout, clock).finish(stages, start);
      RunSummary.lines(report, layout.out(), Ink.PLAIN)
          .forEach(spec.commandLine().getOut()::println);
      return Failures.status(report, spec.commandLine().getErr());
    }
    return 0;
  }

  private Stages.Stage stage(Stages stages, EventLog log) throws InterruptedException {
    return switch (role) {
      case SCHEDULER -> stages.scheduler(log);
      case WORKER -> stages.worker(log, "worker-" + id);
      case SCORER -> stages.scorer(log, id);
      case SINK -> stages.sink(log);
      case BROKER -> throw new IllegalStateException("a broker has no log to work on");
    };
  }

  /// Runs until the process is told to stop.
  private static int broker(RunConfig config, RunLayout layout, PrintWriter err)
      throws InterruptedException {
    try (var _ = RunLock.take(layout);
        EmbeddedBroker broker = EmbeddedBroker.start(layout.broker(), config.kafka().port())) {
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      err.println("millrace: broker at " + broker.address());
      new CountDownLatch(1).await();
    }
    return 0;
  }

  /// The roles that can be started alone.
  enum Name {
    BROKER,
    SCHEDULER,
    WORKER,
    SCORER,
    SINK
  }
}
