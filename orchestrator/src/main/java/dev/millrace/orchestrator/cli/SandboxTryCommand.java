package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.run.Sandboxes;
import dev.millrace.rollout.sandbox.Command.Limits;
import dev.millrace.rollout.sandbox.Command.Streams;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.task.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace sandbox try`: the sandbox that an episode gets, for a person to look around in.
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a command in a fresh sandbox, as an episode's commands are run, and exits with its"
          + " status. Says on standard error which protections there are.",
      "Without a command, reads scripts from standard input, a line each, and runs them in one"
          + " shell that stays open.",
      "What a command prints is shown when it ends, at most 1 MiB of each stream: of more, the"
          + " beginning and the end. On a terminal, control characters are written as \\x1b."
    })
final class SandboxTryCommand implements Callable<Integer> {
  private static final int TIMED_OUT = 124;
  private static final int OUTPUT_BYTES = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "CMD",
      arity = "0..*",
      description = "The program and its arguments; put -- before it where it has options.")
  private List<String> command = List.of();

  @Option(
      names = "--provider",
      paramLabel = "KIND",
      description = "auto, direct, bubblewrap, unshare or docker; default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.auto;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = {
        "What lies below: an archive (docker save, an OCI layout, a root file system) or a layout's"
            + " directory, unpacked without Docker; with --provider docker, a reference."
      })
  private @Nullable String image;

  @Option(
      names = "--copy",
      paramLabel = "DIR",
      description = "Copies a directory to /app, where commands start.")
  private @Nullable Path copy;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      description = "After which a command is ended; default: ${DEFAULT-VALUE}.")
  private int seconds = 60;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "Of memory; default: ${DEFAULT-VALUE}.")
  private int memoryMib = 1024;

  @Option(
      names = "--disk",
      paramLabel = "MIB",
      description = "For changed files; default: ${DEFAULT-VALUE}.")
  private int diskMib = 1024;

  private final InputStream in;
  private final UnaryOperator<String> shown;

  /// What makes the sandbox; written as in a configuration.
  enum Kind {
    auto,
    direct,
    bubblewrap,
    unshare,
    docker
  }

  SandboxTryCommand() {
    this(System.in, onTerminal() ? Units::harmless : UnaryOperator.identity());
  }

  /// @param in where scripts are read from
  /// @param shown what is printed of an output
  SandboxTryCommand(InputStream in, UnaryOperator<String> shown) {
    this.in = in;
    this.shown = shown;
  }

  private static boolean onTerminal() {
    return Terminal.system(new PrintWriter(Writer.nullWriter())).kind() != Terminal.Kind.PIPE;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (seconds < 1 || memoryMib < 1 || diskMib < 1) {
      throw new UsageException("--time, --memory and --disk: expected 1 or more");
    }
    if (copy != null && !Files.isDirectory(copy)) {
      throw new UsageException("--copy: " + copy + " is no directory");
    }
    var environment = new Environment(List.of(), Map.of(), "/app", null, "try");
    try (WorkDirectory work = WorkDirectory.temporary();
        SandboxProvider provider = open(work.path());
        Sandbox sandbox = provider.create(environment)) {
      Out.talk(spec).println(provider.description());
      Out.talk(spec).flush();
      if (copy != null) {
        sandbox.copyIn(copy, "/app");
      }
      var limits = new Limits(Duration.ofSeconds(seconds), (long) memoryMib << 20, OUTPUT_BYTES);
      return command.isEmpty() ? shell(sandbox, limits) : run(sandbox, limits);
    }
  }

  private SandboxProvider open(Path work) throws InterruptedException {
    var provider = SandboxChoice.Provider.valueOf(kind.name().toUpperCase(Locale.ROOT));
    try {
      return Sandboxes.open(
          SandboxChoice.of(provider, image, (long) diskMib << 20),
          work.resolve("cache"),
          work.resolve("scratch"),
          "sandbox-try");
    } catch (ConfigException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private int run(Sandbox sandbox, Limits limits) throws InterruptedException {
    return told(
        sandbox.exec(
            new dev.millrace.rollout.sandbox.Command(
                command, Map.of(), new byte[0], limits, Streams.SEPARATE)));
  }

  private int shell(Sandbox sandbox, Limits limits) throws InterruptedException, IOException {
    var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    int status = 0;
    try (Shell shell = sandbox.shell(limits)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        ExecResult result = shell.run(line, limits.time());
        status = told(result);
        if (result.end() == ExecResult.End.TIMED_OUT || line.strip().matches("exit( .*)?")) {
          return status;
        }
      }
    }
    return status;
  }

  private int told(ExecResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(shown.apply(result.stdout()));
    out.flush();
    PrintWriter talk = Out.talk(spec);
    talk.print(shown.apply(result.stderr()));
    if (result.end() == ExecResult.End.TIMED_OUT) {
      talk.println("millrace: ended after " + seconds + " s; --time sets another limit");
    }
    talk.flush();
    return result.end() == ExecResult.End.TIMED_OUT ? TIMED_OUT : result.exitCode();
  }
}
