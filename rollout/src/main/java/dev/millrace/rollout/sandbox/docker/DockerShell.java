package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.HeadTail;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A bash that the engine has started in a container beside the commands, and that reads scripts
/// from its input. The frames in its output hold its nonce; a script that forges them deceives only
/// itself, or ends its shell.
final class DockerShell implements Shell {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int KILLED = 137;
  private static final int CANNOT_EXECUTE = 126;
  private static final String EXIT = "exit ";

  private final long number;
  private final Conversation conversation;
  private final int outputBytes;
  private final String nonce;
  private final Consumer<DockerShell> ending;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DockerShell(
      long number,
      Conversation conversation,
      int outputBytes,
      String nonce,
      Consumer<DockerShell> ending) {
    this.number = number;
    this.conversation = conversation;
    this.outputBytes = outputBytes;
    this.nonce = nonce;
    this.ending = ending;
  }

  /// The number that its processes bear as their limit on file locks.
  long number() {
    return number;
  }

  /// @param ending ends the processes of the shell given
  static DockerShell open(
      Engine engine,
      String container,
      long number,
      Controller.Place place,
      Command.Limits limits,
      Consumer<DockerShell> ending)
      throws InterruptedException {
    String nonce = Conversation.nonce();
    var conversation = new Conversation(Conversation.Streams.STDOUT);
    var nothing = new HeadTail(0);
    conversation.ask(nonce, nothing, nothing, new byte[0]);
    String what = "open a shell in container " + container;
    String exec =
        engine.call(
            what,
            docker ->
                docker
                    .execCreateCmd(container)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withCmd(argv(nonce, number, place, limits).toArray(new String[0]))
                    .exec()
                    .getId());
    var shell = new DockerShell(number, conversation, limits.outputBytes(), nonce, ending);
    engine.stream(
        what,
        docker -> docker.execStartCmd(exec).withStdIn(conversation.input()).exec(conversation));
    boolean isOpen = false;
    try {
      isOpen = conversation.next(GRACE).isPresent();
    } finally {
      if (!isOpen) {
        shell.close();
      }
    }
    if (!isOpen) {
      throw new FailureException(new Failure.Sandbox("cannot " + what + ": it does not answer"));
    }
    return shell;
  }

  /// A bash that starts the shell and outlives it, so as to say how it ended.
  private static List<String> argv(
      String nonce, long number, Controller.Place place, Command.Limits limits) {
    long memory = limits.memoryBytes();
    String limit = memory < place.memoryBytes() ? "ulimit -v " + memory / 1024 + "\n" : "";
    String script =
        "ulimit -c 0 -x \"$2\" && echo 1000 >/proc/self/oom_score_adj || exit\n"
            + limit
            + "printf '\\036%s begun\\036' \"$1\"\n"
            + "cd -- \"$3\" && (shift 3; exec env -i \"$@\" bash --noprofile --norc)\n"
            + "printf '\\036%s exit %s\\036' \"$1\" \"$?\"";
    var argv = new ArrayList<>(List.of("bash", "--noprofile", "--norc", "-c", script, "shell"));
    argv.addAll(List.of(nonce, Long.toString(number), place.directory()));
    place.variables().forEach((name, value) -> argv.add(name + "=" + value));
    return argv;
  }

  @Override
  public ExecResult run(String script, Duration time) throws InterruptedException {
    if (closed.get()) {
      throw new FailureException(new Failure.Sandbox("the shell is closed"));
    }
    if (script.indexOf('\0') >= 0) {
      String message = "cannot execute: the script holds a NUL byte\n";
      return new ExecResult(CANNOT_EXECUTE, message, "", ExecResult.End.EXITED, Duration.ZERO);
    }
    var output = new HeadTail(outputBytes);
    long begin = System.nanoTime();
    conversation.ask(nonce, output, new HeadTail(0), request(script));
    try {
      Optional<String> begun = conversation.next(time);
      Optional<String> word =
          begun.filter(Frames.BEGUN::equals).isPresent()
              ? conversation.next(time.minus(since(begin)))
              : begun;
      var took = since(begin);
      if (word.isEmpty()) {
        close();
        return new ExecResult(KILLED, output.text(), "", ExecResult.End.TIMED_OUT, took);
      }
      return ended(word.get(), output, took);
    } catch (InterruptedException | FailureException e) {
      close();
      throw e;
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private ExecResult ended(String word, HeadTail output, Duration took) {
    boolean isOver = word.startsWith(EXIT);
    String digits = isOver ? word.substring(EXIT.length()) : word;
    boolean isForged = !digits.matches("[0-9]{1,3}");
    if (isOver || isForged) {
      close();
    }
    int status = isForged ? KILLED : Integer.parseInt(digits);
    return new ExecResult(status, output.text(), "", ExecResult.End.EXITED, took);
  }

  private byte[] request(String script) {
    String frame = "builtin printf '\\036%s %s\\036' " + nonce + " ";
    String request =
        frame
            + "begun\neval "
            + Controller.quoted(script)
            + " </dev/null 2>&1\n"
            + frame
            + "\"$?\"\n";
    return request.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ending.accept(this);
    conversation.close();
  }
}
