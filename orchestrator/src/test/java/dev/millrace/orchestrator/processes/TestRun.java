package dev.millrace.orchestrator.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogRecord;
import dev.millrace.orchestrator.log.Tail;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.kafka.KafkaLog;
import dev.millrace.orchestrator.roles.Codecs;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.schedule.LeaseEvent;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run in processes of their own: its configuration, its output, and what is started for it.
/// Closing kills whatever still runs.
final class TestRun implements AutoCloseable {
  /// Layers are built once for all tests; a temporary directory would have to be rid of them.
  private static final Path CACHE = Path.of("target/sandbox-cache").toAbsolutePath();

  private static final String NAME = "chaos";
  private static final long PATIENCE_SECONDS = 900;
  private static final Path ROOT = Path.of(System.getProperty("millrace.root", ".."));

  private final Path directory;
  private final Socket port;
  private final List<Process> started = new ArrayList<>();

  /// @param port bound but not listening: brokers may share it, and nobody else is given it
  private TestRun(Path directory, Socket port) {
    this.directory = directory;
    this.port = port;
  }

  /// A run over the bundled tasks.
  ///
  /// @param limit tasks of each of the four families
  static TestRun of(Path directory, int limit) throws IOException {
    return of(directory, ROOT.toAbsolutePath().normalize().resolve("conf/tasks"), limit);
  }

  /// A run over the tasks of a directory. On a busy machine a broker takes a minute to start, and
  /// leases end that nobody has lost: neither fails it.
  ///
  /// @param limit of each family
  static TestRun of(Path directory, Path tasks, int limit) throws IOException {
    Socket port = new Socket();
    port.setReuseAddress(true);
    port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    TestRun run = new TestRun(Files.createDirectories(directory), port);
    Files.writeString(
        run.conf(),
        """
        run: %s
        seed: 20260101
        tasks: {path: %s, group: 2, limit: %d}
        kafka: {port: %d, patience: 240s}
        schedule: {inFlight: 6, lease: 3s, attempts: 100}
        worker: {episodes: 2}
        sink: {rows: 2, linger: 1s, patience: 3s}
        sandbox: {cache: %s}
        """
            .formatted(NAME, tasks, limit, port.getLocalPort(), CACHE));
    return run;
  }

  /// Skips a test where no sandbox can be made.
  static void needsNamespaces(Path directory) {
    try {
      NamespaceProvider.open(NamespaceSettings.of(CACHE, directory.resolve("scratch"))).close();
    } catch (FailureException e) {
      abort("no sandbox can be made here, so no whole run is tested: " + e.getMessage());
    }
  }

  Path conf() {
    return directory.resolve("run.yaml");
  }

  Path out() {
    return directory.resolve("out");
  }

  String broker() {
    return "127.0.0.1:" + port.getLocalPort();
  }

  int planned() {
    return RunTasks.load(RunConfig.load(conf())).plan().size();
  }

  /// Starts one role of the run.
  Process role(String role) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("role", role, conf().toString(), "--out", out().toString()));
    if (!role.equals("broker")) {
      arguments.addAll(List.of("--kafka", broker()));
    }
    return start(role, Map.of(), java(arguments));
  }

  /// Starts the whole run as one process.
  Process whole(Map<String, String> environment, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("run", conf().toString(), "--out", out().toString()));
    arguments.addAll(List.of(options));
    return start("run", environment, java(arguments));
  }

  /// The command line of a `millrace` in a process of its own.
  static List<String> java(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.millrace.orchestrator.cli.Main"));
    command.addAll(arguments);
    return command;
  }

  Process start(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(name).toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private Path logFile(String name) {
    return directory.resolve(name + ".log");
  }

  /// What a process has printed.
  String log(String name) throws IOException {
    return Files.exists(logFile(name)) ? Files.readString(logFile(name)) : "";
  }

  /// Waits for a process's own end.
  int exit(String name, Process process) throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(
          name + " did not end within " + PATIENCE_SECONDS + " s; it printed\n" + log(name));
    }
    return process.exitValue();
  }

  void endsWell(String name, Process process) throws IOException, InterruptedException {
    int status = exit(name, process);
    assertEquals(0, status, () -> name + " printed\n" + quietly(name));
  }

  /// Waits until that many events of a kind were written, or the run is over.
  ///
  /// @return how many there are by then
  int await(Class<? extends LeaseEvent> kind, int wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    int seen = 0;
    boolean over = false;
    try (EventLog log = KafkaLog.connect(broker(), NAME, Duration.ofSeconds(PATIENCE_SECONDS));
        Tail leases = log.tail(Topic.LEASES, Map.of())) {
      while (seen < wanted && !over) {
        for (LogRecord record : leases.poll(Duration.ofMillis(200))) {
          LeaseEvent event = Codecs.LEASES.decode(record.value());
          seen += kind.isInstance(event) ? 1 : 0;
          over |= event instanceof LeaseEvent.RunStored;
        }
        assertTrue(System.nanoTime() < deadline, "there were only " + seen + " of " + kind);
      }
    }
    return seen;
  }

  private String quietly(String name) {
    try {
      return log(name);
    } catch (IOException e) {
      return "(its log cannot be read: " + e + ")";
    }
  }

  @Override
  public void close() throws IOException {
    started.forEach(Process::destroyForcibly);
    started.forEach(process -> process.onExit().join());
    port.close();
  }
}
