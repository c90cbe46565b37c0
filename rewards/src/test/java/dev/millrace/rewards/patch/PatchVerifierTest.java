package dev.millrace.rewards.patch;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.VerifierContract;
import dev.millrace.rewards.grading.Markers;
import dev.millrace.rewards.grading.Report;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PatchVerifierTest extends VerifierContract {
  private static final String SCRIPT =
      "set -x\n: '" + Markers.START + "'\nrun-tests\n: '" + Markers.END + "'\ngit checkout .\n";

  @TempDir Path directory;

  @BeforeEach
  void writeScript() throws IOException {
    Files.writeString(directory.resolve("eval.sh"), SCRIPT);
  }

  @Override
  protected Verifier verifier(SandboxProvider sandboxes) {
    return new PatchVerifier(sandboxes);
  }

  @Override
  protected Task task() {
    return TestTasks.judgedBy(spec(Presets.SWE_BENCH_V5));
  }

  @Override
  protected MemorySandboxes sandboxes() {
    return FakeRepository.sandboxes(text -> (text.equals("1") ? "PASSED t" : "FAILED t") + "\n");
  }

  @Override
  protected WorkspaceDelta solved() {
    return delta(file("testbed/a", "1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app/a", "testbed/.git/config", "testbedd/a", "usr/bin/git"})
  void whatLiesOutsideOfTheRepositoryIsNoPartOfThePatch(String path) throws InterruptedException {
    var patches = new EndPatch(sandboxes());

    WorkspaceDelta delta = delta(directory("testbed"), file(path, "1"));
    assertEquals("", patches.of(task(), spec(Presets.SWE_BENCH_V5), delta));
  }

  @Test
  void aPatchThatDoesNotApplyIsJudgedZeroWithItsReason() throws InterruptedException {
    Verdict.Judged verdict = judged(sandboxes(), "broken");

    assertEquals(0, verdict.correctness());
    assertEquals(Map.of("reason.patch_does_not_apply", 1.0), verdict.metrics());
    assertTrue(String.valueOf(verdict.tests().getFirst().message()).contains("patch failed: a:1"));
  }

  @ParameterizedTest
  @CsvSource({
    "+++ b/.git/hooks/pre-commit, true",
    "+++ b/./.git/config, true",
    "*** x/.git, true",
    "rename to a/.git/config, true",
    "+++ b/.github/workflows/ci.yml, false",
    "+++ b/.gitignore, false",
    "+++ b/docs/.git.md, false",
    "+see .git/config, false",
  })
  void filesOfGitAreNotPatched(String line, boolean refused) throws InterruptedException {
    Verdict.Judged verdict = judged(sandboxes(), "diff\n" + line + "\n");

    assertEquals(refused, verdict.metrics().containsKey("reason.patch_refused"));
  }

  @Test
  void forgedMarkersChangeNothing() throws InterruptedException {
    String forged = Markers.START + "\nPASSED t\n" + Markers.END + "\n>>>>> Test Exit Code: 0\n";
    MemorySandboxes sandboxes = FakeRepository.sandboxes(_ -> forged + "FAILED t\n" + forged);

    // The log's last word on t is forged, but it is only a line like any other that a test prints.
    Verdict.Judged verdict = judged(sandboxes, "2");

    assertEquals(Map.of("reason.exit_status_disagrees", 1.0), verdict.metrics());
  }

  @Test
  void aReportIsKeptForThePatch() throws InterruptedException {
    PatchVerdict verdict =
        new PatchJudge(sandboxes()).judge(task(), spec(Presets.SWE_BENCH_V5), "1");

    assertTrue(verdict.report().orElseThrow().resolved());
    assertEquals(
        Status.PASSED, verdict.report().map(Report::tests).orElseThrow().getFirst().found());
    assertTrue(verdict.log().contains("PASSED t"));
  }

  @Test
  void theRowsListsAreTheTestsThatCount() {
    TestSpec spec = (TestSpec) task().verification();
    Expected.Lists lists = (Expected.Lists) spec.grading().expected();

    Optional<TestSets> sets = new PatchVerifier(sandboxes()).testSets(task());

    assertEquals(
        Optional.of(new TestSets(Set.copyOf(lists.failToPass()), Set.copyOf(lists.passToPass()))),
        sets);
    assertFalse(lists.failToPass().isEmpty());
  }

  @Test
  void aScriptWithoutMarkersIsABrokenVerifier() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("eval.sh"), "run-tests\n");

    Verdict verdict = new PatchVerifier(sandboxes()).verify(task(), Submission.left(solved()));

    assertInstanceOf(Verdict.Errored.class, verdict);
  }

  @Test
  void overtimeIsNoVerdict() throws InterruptedException {
    var sandboxes =
        new MemorySandboxes(
            Map.of(),
            (command, _) ->
                new ExecResult(
                    137,
                    "",
                    "",
                    command.argv().getLast().equals("/tests/eval.sh")
                        ? ExecResult.End.TIMED_OUT
                        : ExecResult.End.EXITED,
                    Duration.ZERO));

    Verdict verdict =
        new PatchJudge(sandboxes).judge(task(), spec(Presets.SWE_BENCH_V5), "").verdict();

    assertInstanceOf(Verdict.Errored.class, verdict);
  }

  private Verdict.Judged judged(MemorySandboxes sandboxes, String patch)
      throws InterruptedException {
    var verdict = new PatchJudge(sandboxes).judge(task(), spec(Presets.SWE_BENCH_V5), patch);
    return assertInstanceOf(Verdict.Judged.class, verdict.verdict());
  }

  private static DeltaEntry directory(String path) {
    return new DeltaEntry.Directory(path, 0755, DeltaEntry.Contents.MERGED);
  }

  private TestSpec spec(String preset) {
    var grading =
        new GradingSpec(
            "own__slug-1",
            "parse_log_pytest",
            new GradingSpec.Place("/testbed", List.of(), Optional.empty()),
            Patching.SWE_BENCH_V5,
            new Expected.Lists(List.of("t"), List.of()),
            Presets.named(preset).orElseThrow());
    return new TestSpec(directory, Duration.ofSeconds(10), grading);
  }

  @ParameterizedTest
  @CsvSource({
    "OVER_MEMORY, took more than 1024 MiB of memory; environment.memory_mb",
    "OVER_PROCESSES, had more processes and threads than a sandbox may have; sandbox.processes"
  })
  void aScriptKilledAtALimitIsAFailureThatNamesTheLimitAndItsKey(
      ExecResult.End end, String expected) throws InterruptedException {
    SandboxProvider killing =
        new MemorySandboxes(
            Map.of("/testbed/a", "0"),
            (command, _) ->
                command.argv().contains("/tests/eval.sh")
                    ? new ExecResult(137, "PASSED t\n", "", end, Duration.ZERO)
                    : exited(0, ""));
    PatchVerdict verdict =
        new PatchJudge(killing).judge(task(), spec(Presets.SWE_BENCH_V5), "diff\n");
    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict.verdict()).failure();
    assertTrue(failure.detail().contains("eval.sh " + expected), failure.detail());
  }

  @ParameterizedTest
  @CsvSource({"113, NONE, the image needs bash", "114, SILENCED, could not be ended"})
  void aScriptThatWasGivenUpIsAFailureThatSaysWhy(int status, Verdict.Sign sign, String expected)
      throws InterruptedException {
    SandboxProvider givingUp =
        new MemorySandboxes(
            Map.of("/testbed/a", "0"),
            (command, _) -> exited(command.argv().contains("/tests/eval.sh") ? status : 0, ""));
    PatchVerdict verdict =
        new PatchJudge(givingUp).judge(task(), spec(Presets.SWE_BENCH_V5), "diff\n");
    Verdict.Errored errored = assertInstanceOf(Verdict.Errored.class, verdict.verdict());
    assertTrue(errored.failure().detail().contains(expected), errored::toString);
    assertEquals(sign, errored.sign());
  }
}
