package dev.millrace.rewards.tests;

import static dev.millrace.rewards.MemorySandboxes.bytes;
import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.VerifierContract;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestScriptVerifierTest extends VerifierContract {
  private static final String REWARD = RewardFile.TEXT;
  private static final String REPORT = "/logs/verifier/junit.xml";
  private static final String JUNIT =
      "<testsuite><testcase name='a'/><testcase name='b'><failure"
          + " message='no'/></testcase></testsuite>";

  @TempDir Path directory;

  @BeforeEach
  void writeTests() throws IOException {
    Files.writeString(directory.resolve("test.sh"), "true");
  }

  @Override
  protected Verifier verifier(SandboxProvider sandboxes) {
    return new TestScriptVerifier(sandboxes);
  }

  @Override
  protected Task task() {
    return TestTasks.judgedBy(
        new TestScript(directory, Duration.ofSeconds(10), List.of("/app/tests")));
  }

  @Override
  protected MemorySandboxes sandboxes() {
    return new MemorySandboxes(
        Map.of("/app/a", "0", "/app/tests/t", "visible"),
        (command, files) -> {
          files.put(REWARD, Objects.requireNonNull(files.get("/app/a")));
          return exited(0, "");
        });
  }

  @Override
  protected WorkspaceDelta solved() {
    return delta(file("app/a", "1"));
  }

  private Verdict verdict(MemorySandboxes.Shell shell) throws InterruptedException {
    return verifier(new MemorySandboxes(Map.of(), shell)).verify(task(), Submission.NOTHING);
  }

  private Verdict leaving(Map<String, String> files) throws InterruptedException {
    return verdict(MemorySandboxes.testRun("", files));
  }

  private static String failure(Verdict verdict) {
    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict).failure();
    return assertInstanceOf(Failure.Verifier.class, failure).detail();
  }

  @Test
  void rewardAndTestsAreRead() throws InterruptedException {
    var judged =
        assertInstanceOf(Verdict.Judged.class, leaving(Map.of(REWARD, "0.25\n", REPORT, JUNIT)));
    assertEquals(0.25, judged.correctness());
    assertEquals(0.5, judged.coverage());
    assertEquals("no", judged.tests().getLast().message());
  }

  @Test
  void pytestSummaryStandsInForJUnit() throws InterruptedException {
    String output = "== short test summary info ==\nPASSED t::a\nFAILED t::b - no\n";
    Verdict verdict = verdict(MemorySandboxes.testRun(output, Map.of(REWARD, "0")));
    assertEquals(0.5, assertInstanceOf(Verdict.Judged.class, verdict).coverage());
  }

  @Test
  void exitStatusDoesNotDecide() throws InterruptedException {
    Verdict verdict =
        verdict(
            (command, files) -> {
              files.put(REWARD, bytes("1"));
              return exited(1, "");
            });
    assertEquals(1, assertInstanceOf(Verdict.Judged.class, verdict).correctness());
  }

  @Test
  void jsonRewardIsRead() throws InterruptedException {
    Verdict verdict = leaving(Map.of(RewardFile.JSON, "{\"reward\": 1, \"speed\": 3}"));
    assertEquals(1, assertInstanceOf(Verdict.Judged.class, verdict).correctness());
  }

  @Test
  void rewardFilesThatAgreeAreRead() throws InterruptedException {
    Verdict verdict = leaving(Map.of(REWARD, "1.0", RewardFile.JSON, "{\"reward\": 1}"));
    assertEquals(1, assertInstanceOf(Verdict.Judged.class, verdict).correctness());
  }

  @Test
  void rewardFilesThatDisagreeAreAnError() throws InterruptedException {
    String detail = failure(leaving(Map.of(REWARD, "1", RewardFile.JSON, "{\"reward\": 0}")));
    assertTrue(detail.contains("says 1.0") && detail.contains("says 0.0"), detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "NaN", "Infinity", "1e999", "one", "1 1", "0x1p3", "1f", "1\n0"})
  void unusableRewardIsAnError(String text) throws InterruptedException {
    assertTrue(failure(leaving(Map.of(REWARD, text))).contains(REWARD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"reward\": \"1\"}",
        "{\"reward\": 1",
        "{\"reward\": 1} x",
        "{\"reward\": NaN}"
      })
  void unusableJsonRewardIsAnError(String text) throws InterruptedException {
    assertTrue(failure(leaving(Map.of(RewardFile.JSON, text))).contains(RewardFile.JSON));
  }

  @Test
  void giantRewardFileIsAnError() throws InterruptedException {
    assertTrue(failure(leaving(Map.of(REWARD, "1".repeat(2 << 20)))).contains("over 1 MiB"));
  }

  @Test
  void crashWithoutARewardIsAnError() throws InterruptedException {
    String detail = failure(verdict((_, _) -> exited(139, "")));
    assertTrue(detail.contains("status 139") && detail.contains("swe/sample"), detail);
  }

  @Test
  void timeOutIsAnErrorEvenWithARewardFile() throws InterruptedException {
    String detail =
        failure(
            verdict(
                (command, files) -> {
                  files.put(REWARD, bytes("1"));
                  return new ExecResult(137, "", "", ExecResult.End.TIMED_OUT, Duration.ZERO);
                }));
    assertTrue(detail.contains("10 s"), detail);
  }

  @Test
  void brokenReportIsAnErrorAndNotAPartialResult() throws InterruptedException {
    assertTrue(failure(leaving(Map.of(REWARD, "1", REPORT, "<testsuite>"))).contains("XML"));
  }

  @Test
  void whatTheAgentLeftAtTheVerifiersPlacesIsNotInTheJudgedState() throws InterruptedException {
    SortedMap<String, byte[]> seen =
        judgedFiles(
            delta(
                file("app/a", "1"),
                file("app/tests/t", "weakened"),
                file("app/tests2/kept", "x"),
                file("logs/verifier/reward.txt", "1"),
                file("tests/unittest.py", "fake"),
                file("usr/bin/python3", "fake"),
                new DeltaEntry.Link("solution", "/app")));
    assertEquals(
        List.of("/app/a", "/app/tests/t", "/app/tests2/kept", "/tests/.seal", "/tests/test.sh"),
        List.copyOf(seen.keySet()));
    assertEquals("visible", new String(Objects.requireNonNull(seen.get("/app/tests/t")), UTF_8));
  }

  @Test
  void protectedFilesComeBackWhenADirectoryAboveThemWasReplaced() throws InterruptedException {
    SortedMap<String, byte[]> seen =
        judgedFiles(
            delta(
                new DeltaEntry.Directory("app", 0755, DeltaEntry.Contents.REPLACED),
                file("app/new", "1")));
    assertEquals(
        List.of("/app/new", "/app/tests/t", "/tests/.seal", "/tests/test.sh"),
        List.copyOf(seen.keySet()));
  }

  private SortedMap<String, byte[]> judgedFiles(WorkspaceDelta delta) throws InterruptedException {
    AtomicReference<SortedMap<String, byte[]>> seen = new AtomicReference<>(new TreeMap<>());
    var sandboxes =
        new MemorySandboxes(
            Map.of("/app/a", "0", "/app/tests/t", "visible"),
            (command, files) -> {
              seen.set(new TreeMap<>(files));
              files.put(REWARD, bytes("0"));
              return exited(0, "");
            });
    assertInstanceOf(
        Verdict.Judged.class, verifier(sandboxes).verify(task(), Submission.left(delta)));
    return seen.get();
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT, ran for more than 10 s; verifier.timeout_sec",
    "OVER_MEMORY, took more than 1024 MiB of memory; environment.memory_mb",
    "OVER_PROCESSES, had more processes and threads than a sandbox may have; sandbox.processes"
  })
  void aScriptKilledAtALimitIsAFailureThatNamesTheLimitAndItsKey(
      ExecResult.End end, String expected) throws InterruptedException {
    SandboxProvider killing =
        new MemorySandboxes(
            Map.of("/app/a", "1"),
            (_, files) -> {
              files.put(REWARD, bytes("1"));
              return new ExecResult(137, "", "", end, Duration.ZERO);
            });
    Verdict verdict = verifier(killing).verify(task(), Submission.left(solved()));
    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict).failure();
    assertTrue(failure.isRetryable());
    assertTrue(failure.detail().contains(expected), failure.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 passed in 0.01s                        | 1",
        "====== 2 passed, 1 warning in 0.01s ===== | 1",
        "1 passed in 0.01s                        | 0",
        "2 passed in 0.01s; 1 failed, 2 passed in 0.01s | 0",
        "2 passed                                 | 0"
      })
  void testsThatPytestCountsWithoutNamesHaveRun(String output, double worth)
      throws InterruptedException {
    String failing =
        "= short test summary info =\nFAILED a::x - no\nFAILED a::y - no\n2 failed in 0.01s\n";
    SandboxProvider counting =
        new MemorySandboxes(
            Map.of("/app/a", "0", "/app/tests/t", "visible"),
            (_, files) -> {
              byte[] reward = Objects.requireNonNull(files.get("/app/a"));
              files.put(REWARD, reward);
              boolean isSolved = new String(reward, UTF_8).equals("1");
              return exited(0, isSolved ? output.replace("; ", "\n") : failing);
            });
    Verdict verdict = verifier(counting).verify(task(), Submission.left(solved()));
    assertEquals(worth, assertInstanceOf(Verdict.Judged.class, verdict).correctness());
  }
}
