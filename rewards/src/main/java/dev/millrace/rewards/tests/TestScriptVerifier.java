package dev.millrace.rewards.tests;

import dev.millrace.rewards.EndState;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs a task's own tests on an end state that is rebuilt in a fresh sandbox. What the agent left
/// at
/// [EndState#RESERVED] and the protected paths is not in it. The reward file decides;
/// the
/// script's exit status does not. Per-test results are those of JUnit XML, else of pytest's summary
/// in the output. A script that runs out of time, and a report that cannot be used, is a failure of
/// the verifier and never a reward.
public final class TestScriptVerifier implements Verifier {
  private static final int OUTPUT_BYTES = 1 << 20;
  // The directory is made anew right before the tests run: nothing the agent left is in it.
  private static final String RUN =
      "rm -rf /logs/verifier && mkdir -p /logs/verifier && exec bash /tests/test.sh";

  private final SandboxProvider sandboxes;

  public TestScriptVerifier(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  @Override
  public Verdict verify(Task task, @Nullable WorkspaceDelta workspace, @Nullable String answer)
      throws InterruptedException {
    if (!(task.verification() instanceof TestScript script)) {
      return errored(task, "is not verified by a test script");
    }
    List<String> without =
        Stream.concat(EndState.RESERVED.stream(), script.protectedPaths().stream()).toList();
    try (Sandbox sandbox = EndState.rebuild(sandboxes, task.environment(), workspace, without)) {
      return run(task, script, sandbox);
    } catch (FailureException e) {
      return new Verdict.Errored(e.failure());
    }
  }

  private static Verdict run(Task task, TestScript script, Sandbox sandbox)
      throws InterruptedException {
    sandbox.copyIn(script.directory(), "/tests");
    ExecResult result = sandbox.exec(testRun(task, script));
    if (result.end() == ExecResult.End.TIMED_OUT) {
      return errored(task, "ran for more than " + script.timeout().toSeconds() + " s");
    }
    try {
      double reward = RewardFile.read(sandbox);
      return new Verdict.Judged(reward, tests(sandbox, result));
    } catch (BrokenReportException e) {
      return errored(task, "ended with status " + result.exitCode() + ": " + e.problem());
    }
  }

  private static Command testRun(Task task, TestScript script) {
    return new Command(
        List.of("bash", "-c", RUN),
        Map.of(),
        new byte[0],
        limits(task, script.timeout()),
        Command.Streams.MERGED);
  }

  private static List<TestResult> tests(Sandbox sandbox, ExecResult result)
      throws InterruptedException, BrokenReportException {
    Optional<byte[]> junit;
    try {
      junit = sandbox.read(JUnitReport.FILE, JUnitReport.LARGEST_BYTES);
    } catch (FailureException e) {
      throw new BrokenReportException(
          JUnitReport.FILE + " cannot be read or is over 8 MiB: " + e.failure().detail());
    }
    return junit.isPresent()
        ? JUnitReport.read(junit.orElseThrow())
        : PytestReport.read(result.stdout());
  }

  private static Command.Limits limits(Task task, Duration time) {
    return new Command.Limits(time, task.limits().commandMemoryBytes(), OUTPUT_BYTES);
  }

  private static Verdict errored(Task task, String problem) {
    return new Verdict.Errored(
        new Failure.Verifier("the test script of " + task.ref().id() + " " + problem));
  }
}
