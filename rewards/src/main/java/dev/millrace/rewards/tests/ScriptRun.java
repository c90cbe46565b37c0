package dev.millrace.rewards.tests;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// One run of a test script in a sandbox where nothing runs and nothing has run but the making of
/// the state. The directory of the verdict is made anew right before it.
record ScriptRun(Task task, TestScript script, TestFiles tests, Sandbox sandbox, Seal seal) {
  private static final int OUTPUT_BYTES = 1 << 20;
  private static final Duration REST = Duration.ofSeconds(5);
  private static final String PREPARE =
      """
      rm -rf /logs/verifier /logs/agent && mkdir -p /logs/verifier /logs/agent /logs/artifacts ||
        exit 113
      """;

  private static final String GUARD = guard();

  /// Puts the tests there and runs them.
  ExecResult run() throws InterruptedException {
    tests.copyInto(sandbox);
    boolean isSealed = script.grading().verdict() instanceof Grading.Told.Sealed;
    boolean isWritten =
        sandbox.write(Seal.FILE, isSealed ? seal.forSigning(timeOfTests()) : seal.forGuarding());
    if (!isWritten) {
      throw new FailureException(new Failure.Sandbox("cannot write " + Seal.FILE));
    }
    List<String> argv =
        isSealed
            ? ClosedShell.argv(PREPARE, "/tests/test.sh")
            : ClosedShell.argv(PREPARE, "-c", GUARD, "/tests/test.sh");
    return sandbox.exec(
        new Command(
            argv,
            script.grading().variables(),
            new byte[0],
            new Command.Limits(script.timeout(), task.limits().commandMemoryBytes(), OUTPUT_BYTES),
            Command.Streams.MERGED));
  }

  /// What a signing script gives its tests: in the rest it has to start and to write a verdict.
  private Duration timeOfTests() {
    Duration most = script.timeout();
    Duration half = most.dividedBy(2);
    Duration rest = half.compareTo(REST) < 0 ? half : REST;
    Duration tenth = most.dividedBy(10);
    return most.minus(tenth.compareTo(rest) > 0 ? tenth : rest);
  }

  /// Whether the script itself wrote a reward file, as far as the guard saw it do so.
  boolean sawReward() throws InterruptedException {
    return sandbox.look("/logs/verifier/.written", 1024) instanceof Found.Content(byte[] bytes, _)
        && new String(bytes, StandardCharsets.UTF_8).strip().equals(seal.word());
  }

  /// Whether the seal was taken away, which comes before all else.
  boolean hasBegun() throws InterruptedException {
    return !(sandbox.look(Seal.FILE, 4096) instanceof Found.Content(byte[] bytes, _)
        && new String(bytes, StandardCharsets.UTF_8).contains(seal.word()));
  }

  private static String guard() {
    try (InputStream in = ScriptRun.class.getResourceAsStream("guard.sh")) {
      return new String(
          Objects.requireNonNull(in, "guard.sh").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
