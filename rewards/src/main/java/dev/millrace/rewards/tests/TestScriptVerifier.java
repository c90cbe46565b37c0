package dev.millrace.rewards.tests;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rewards.Overrun;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verdict.Sign;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Orphans;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Grading.Despite;
import dev.millrace.rollout.task.Grading.Told;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Runs a task's own tests in a fresh sandbox that holds what the agent hands over, see
/// [dev.millrace.rewards.Handover]. The script's exit status does not decide.
///
/// A script that signs its verdict is believed, and nothing else is. One that writes reward files
/// cannot tell its own writing from others'; it is guarded as far as a script can be, and what does
/// not fit together is a failure of the verifier: a reward beside failed tests, tests that were
/// changed while they ran, a reward without any of the tests that the start state has.
///
/// A script that runs out of time, memory or processes, and a report that cannot be used, is a
/// failure of the verifier and never a reward.
public final class TestScriptVerifier implements Verifier {
  // 128 and the number of the highest signal.
  private static final int MOST_OF_SIGNALS = 192;

  private final EndStates states;
  private final StartStates starts = new StartStates(this::judgeStart);

  public TestScriptVerifier(SandboxProvider sandboxes) {
    this.states = new EndStates(sandboxes);
  }

  @Override
  public Verdict verify(Task task, Submission submission) throws InterruptedException {
    if (!(task.verification() instanceof TestScript script)) {
      return errored(task, "is not verified by a test script");
    }
    try {
      Ran ran = judge(task, script, submission);
      return ran.verdict() instanceof Verdict.Judged found
              && script.grading().verdict() instanceof Told.RewardFiles
          ? withStart(task, found, ran.counted())
          : ran.verdict();
    } catch (FailureException e) {
      return new Verdict.Errored(e.failure());
    }
  }

  /// What came of a run.
  ///
  /// @param counted tests that passed, as its output counts them without their names; 0 where it
  ///     does not
  private record Ran(Verdict verdict, long counted) {
    static Ran uncounted(Verdict verdict) {
      return new Ran(verdict, 0);
    }
  }

  private Ran judge(Task task, TestScript script, Submission submission)
      throws InterruptedException {
    try (Sandbox sandbox = states.state(task, script, submission.workspace())) {
      return run(new ScriptRun(task, script, new TestFiles(script), sandbox, Seal.fresh()));
    }
  }

  private static Ran run(ScriptRun run) throws InterruptedException {
    ExecResult result = run.run();
    Optional<String> overrun = Overrun.of(result, run.task(), run.script().timeout());
    if (overrun.isPresent()) {
      return Ran.uncounted(errored(run.task(), overrun.get()));
    }
    if (result.exitCode() == ClosedShell.GIVEN_UP && !run.hasBegun()) {
      return Ran.uncounted(errored(run.task(), "could not begin: " + ClosedShell.NEEDS));
    }
    try {
      return switch (run.script().grading().verdict()) {
        case Told.Sealed _ -> Ran.uncounted(SealedVerdict.read(run.sandbox(), run.seal()));
        case Told.RewardFiles files ->
            new Ran(fromFiles(run, files, result), Reports.counted(result.stdout()));
      };
    } catch (BrokenReportException e) {
      String problem = "ended with status " + result.exitCode() + ": " + e.problem();
      // Before it has begun nothing of the agent's has run.
      Sign sign = run.hasBegun() ? e.sign() : Sign.NONE;
      return Ran.uncounted(errored(run.task(), sign, problem));
    }
  }

  private static Verdict.Judged fromFiles(ScriptRun run, Told.RewardFiles files, ExecResult result)
      throws InterruptedException, BrokenReportException {
    if (result.exitCode() == ClosedShell.GIVEN_UP) {
      throw new BrokenReportException(
          Sign.FORGED,
          "something else has made the files of its verdict, or was not to be ended before it");
    }
    RewardFile.Written written = RewardFile.read(run.sandbox());
    Rewards rewards = written.rewards();
    double correctness = rewards.correctness(files.key());
    List<TestResult> tests = Reports.read(run.sandbox(), result.stdout());
    if (correctness > 0) {
      requireOwnReward(run, result);
    }
    if (correctness > 0 && !files.despite().contains(Despite.PROCESSES)) {
      requireAlone(result, written);
    }
    if (correctness >= 1 && !files.despite().contains(Despite.FAILURES)) {
      requireAgreement(correctness, tests);
    }
    return new Verdict.Judged(correctness, tests, rewards.metrics(files.key()), rewards.values());
  }

  private static void requireOwnReward(ScriptRun run, ExecResult result)
      throws InterruptedException, BrokenReportException {
    if (result.exitCode() > 128) {
      throw new BrokenReportException(
          result.exitCode() <= MOST_OF_SIGNALS ? Sign.FORGED : Sign.NONE,
          "it was ended by a signal, or with its status, and yet has left a reward");
    }
    if (run.tests().writesRewardItself() && !run.sawReward()) {
      throw new BrokenReportException(
          Sign.FORGED, "there is a reward that it has not written itself");
    }
    Optional<String> changed = run.tests().changed(run.sandbox());
    if (changed.isPresent()) {
      throw new BrokenReportException(Sign.FORGED, changed.get() + " was changed while it ran");
    }
  }

  /// Where a program of the tests writes the reward, a process that code under test has left behind
  /// may write another one after it. It outlives that writing, so it ends after the file's last
  /// change, or with the sandbox.
  private static void requireAlone(ExecResult result, RewardFile.Written written)
      throws BrokenReportException {
    if (result.orphans().orElse(Orphans.NONE).outlived(written.changed())) {
      throw new BrokenReportException(
          Sign.FORGED,
          "processes that were left behind still ran when its reward was written, and may have"
              + " written it; it has to end them first, or, should that be meant, set"
              + " metadata.reward_despite_processes");
    }
  }

  private static void requireAgreement(double correctness, List<TestResult> tests)
      throws BrokenReportException {
    List<TestResult> failed =
        tests.stream()
            .filter(test -> test.status() == Status.FAILED || test.status() == Status.ERROR)
            .toList();
    if (!failed.isEmpty()) {
      throw new BrokenReportException(
          "the reward is "
              + correctness
              + " although "
              + failed.size()
              + " tests failed, such as "
              + failed.getFirst().name()
              + "; should that be meant, set metadata.reward_despite_failures");
    }
  }

  /// A reward without a sign of the tests that the start state has: the run was cut short. Where
  /// all pass, pytest names none of them and counts them.
  private Verdict withStart(Task task, Verdict.Judged found, long counted)
      throws InterruptedException {
    if (found.correctness() <= 0 || !found.tests().isEmpty()) {
      return found;
    }
    Set<String> expected = starts.tests(task);
    return expected.isEmpty() || counted >= expected.size()
        ? found
        : new Verdict.Judged(
            0,
            expected.stream()
                .map(name -> new TestResult(name, Status.ERROR, "did not run"))
                .toList(),
            found.metrics());
  }

  private Verdict judgeStart(Task task) throws InterruptedException {
    return task.verification() instanceof TestScript script
        ? judge(task, script, Submission.NOTHING).verdict()
        : errored(task, "is not verified by a test script");
  }

  private static Verdict errored(Task task, String problem) {
    return errored(task, Sign.NONE, problem);
  }

  private static Verdict errored(Task task, Sign sign, String problem) {
    return new Verdict.Errored(
        new Failure.Verifier("the test script of " + task.ref().id() + " " + problem), sign);
  }
}
