package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows an environment's steps in a sandbox, as any provider makes it.
public final class LayerBuilder {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(10), 4L << 30, 16_384);
  private static final int SHOWN = 2000;

  private final Environment environment;

  /// The sandbox that becomes the layer.
  public interface Target {
    ExecResult exec(Command command) throws InterruptedException;

    /// Unpacks a tree below a directory, which is made where there is none.
    void unpack(List<DeltaEntry> tree, String directory) throws InterruptedException;
  }

  public LayerBuilder(Environment environment) {
    this.environment = environment;
  }

  /// @param sandbox fresh, starting in `/`
  /// @throws FailureException with `Failure.Environment` naming the step that failed
  public void build(Target sandbox) throws IOException, InterruptedException {
    int number = 0;
    for (Environment.Step step : environment.steps()) {
      number++;
      switch (step) {
        case Environment.Step.Copy copy -> copy(sandbox, copy, number);
        case Environment.Step.Run run -> run(sandbox, run, number);
        case Environment.Step.MakeDirectory(String path) ->
            require(mkdir(sandbox, path), number, "WORKDIR " + path);
      }
    }
    require(mkdir(sandbox, environment.workdir()), number + 1, "WORKDIR " + environment.workdir());
  }

  private static ExecResult mkdir(Target sandbox, String path) throws InterruptedException {
    return sandbox.exec(Command.of(List.of("mkdir", "-p", "--", path), LIMITS));
  }

  private void run(Target sandbox, Environment.Step.Run run, int number)
      throws InterruptedException {
    // With the directory and the variables in force there, not those at the Dockerfile's end.
    List<String> argv =
        List.of("bash", "-c", "cd -- \"$0\" && eval \"$1\"", run.workdir(), run.script());
    var command = new Command(argv, run.variables(), new byte[0], LIMITS, Command.Streams.MERGED);
    require(sandbox.exec(command), number, "RUN " + run.script());
  }

  private void copy(Target sandbox, Environment.Step.Copy copy, int number)
      throws IOException, InterruptedException {
    Path context = context(number);
    String destination = copy.destination();
    boolean isDirectory = destination.endsWith("/") || copy.sources().size() > 1;
    for (String source : copy.sources()) {
      Path path = context.resolve(source).normalize();
      if (!path.startsWith(context) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw failure(number, "COPY " + source, "is not in the build context " + context, null);
      }
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        sandbox.unpack(HostTree.read(path), destination);
      } else if (isDirectory) {
        String name = path.getFileName().toString();
        sandbox.unpack(List.of(HostTree.entry(path, name)), destination);
      } else {
        int name = destination.lastIndexOf('/') + 1;
        DeltaEntry file = HostTree.entry(path, destination.substring(name));
        sandbox.unpack(List.of(file), destination.substring(0, name));
      }
    }
  }

  private Path context(int number) {
    Path context = environment.context();
    if (context == null) {
      throw failure(number, "COPY", "has no build context to copy from", null);
    }
    return context.normalize();
  }

  private void require(ExecResult result, int number, String step) {
    if (result.ok()) {
      return;
    }
    String output = (result.stdout() + result.stderr()).strip();
    String what =
        result.end() == ExecResult.End.TIMED_OUT
            ? "took longer than " + LIMITS.time()
            : "ended with status " + result.exitCode();
    throw failure(number, step, what, output.substring(Math.max(0, output.length() - SHOWN)));
  }

  private FailureException failure(int number, String step, String what, @Nullable String output) {
    String line = step.lines().findFirst().orElse("");
    return new FailureException(
        new Failure.Environment(
            "step "
                + number
                + " ("
                + line.substring(0, Math.min(120, line.length()))
                + ") of environment "
                + environment.digest()
                + " "
                + what
                + (output == null ? "" : "; its output ends:\n" + output)));
  }
}
