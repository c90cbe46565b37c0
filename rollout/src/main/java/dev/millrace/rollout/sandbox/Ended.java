package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// What a command has left, its output as bytes.
///
/// @param exitCode without a meaning unless it ended by itself
/// @param stderr empty where the streams were merged
/// @param orphans empty where the sandbox cannot tell
public record Ended(
    int exitCode,
    HeadTail stdout,
    HeadTail stderr,
    ExecResult.End end,
    Duration took,
    Optional<Orphans> orphans) {
  private static final int KILLED = 137;
  private static final int CANNOT_EXECUTE = 126;

  /// Whether it ended by itself, and was not killed.
  public boolean hasExited() {
    return end == ExecResult.End.EXITED;
  }

  /// The same for another reason.
  public Ended by(ExecResult.End other) {
    return new Ended(exitCode, stdout, stderr, other, took, orphans);
  }

  public ExecResult result() {
    return new ExecResult(
        hasExited() ? exitCode : KILLED, stdout.text(), stderr.text(), end, took, orphans);
  }

  /// @param what was to be done: `read FILE`
  /// @throws FailureException with `Failure.Sandbox` unless it was done
  void require(String what) {
    if (!hasExited() || exitCode != 0) {
      String said = Arrays.toString(stderr.text().strip().split("\n", 3));
      String how =
          switch (end) {
            case EXITED -> "exit " + exitCode;
            case TIMED_OUT -> "no end in " + took;
            case OVER_MEMORY -> "more memory than allowed";
            case OVER_PROCESSES -> "more processes than allowed";
          };
      throw new FailureException(
          new Failure.Sandbox("cannot " + what + " in a sandbox: " + how + " " + said));
    }
  }

  /// Runs a command whose words an operating system can take.
  public static ExecResult exec(Command command, CommandFiles.Runner runner)
      throws InterruptedException {
    if (Stream.concat(command.argv().stream(), command.variables().values().stream())
        .anyMatch(word -> word.indexOf('\0') >= 0)) {
      String message = "cannot execute: a word of the command holds a NUL byte\n";
      return new ExecResult(CANNOT_EXECUTE, message, "", ExecResult.End.EXITED, Duration.ZERO);
    }
    return runner.run(command).result();
  }
}
