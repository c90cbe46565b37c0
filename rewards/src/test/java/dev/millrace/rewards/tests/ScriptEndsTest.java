package dev.millrace.rewards.tests;

import static dev.millrace.rewards.MemorySandboxes.bytes;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Orphans;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Grading.Despite;
import dev.millrace.rollout.task.Grading.Told;
import dev.millrace.rollout.task.Verification.TestScript;
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

/// Rewards beside what became of a script: processes that still run, and its status.
final class ScriptEndsTest {
  @TempDir Path directory;

  @BeforeEach
  void writeTests() throws IOException {
    Files.writeString(directory.resolve("test.sh"), "true");
  }

  /// The verdict on a script that leaves a reward and a process.
  private Verdict verdict(String reward, Set<Despite> despite) throws InterruptedException {
    Grading usual = Grading.USUAL;
    var told = new Told.RewardFiles(null, despite);
    var grading = new Grading(told, usual.place(), Map.of(), List.of(), List.of(), usual.shared());
    return verdict(reward, grading, 0, new Orphans(true, Optional.empty()));
  }

  private Verdict verdict(String reward, Grading grading, int status, Orphans orphans)
      throws InterruptedException {
    MemorySandboxes.Shell leaving =
        (_, files) -> {
          files.remove(Seal.FILE);
          files.put(RewardFile.TEXT, bytes(reward));
          return new ExecResult(
              status, "", "", ExecResult.End.EXITED, Duration.ZERO, Optional.of(orphans));
        };
    return verdict(grading, leaving);
  }

  private Verdict verdict(Grading grading, MemorySandboxes.Shell shell)
      throws InterruptedException {
    return new TestScriptVerifier(new MemorySandboxes(Map.of(), shell))
        .verify(
            TestTasks.judgedBy(
                new TestScript(directory, Duration.ofSeconds(10), List.of(), grading)),
            Submission.NOTHING);
  }

  private static double correctness(Verdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness();
  }

  @Test
  void aRewardBesideThemIsAnError() throws InterruptedException {
    Verdict.Errored errored =
        assertInstanceOf(Verdict.Errored.class, verdict("1", Set.of(Despite.FAILURES)));
    String detail = errored.failure().detail();
    assertTrue(detail.contains("metadata.reward_despite_processes"), detail);
    assertEquals(Verdict.Sign.FORGED, errored.sign());
  }

  @Test
  void noRewardIsNone() throws InterruptedException {
    assertEquals(0, correctness(verdict("0", Set.of())));
  }

  @Test
  void whereThatIsMeantItIsBelieved() throws InterruptedException {
    assertEquals(1, correctness(verdict("1", Set.of(Despite.PROCESSES))));
  }

  /// A script's own status may be as high.
  @ParameterizedTest
  @CsvSource({"137, FORGED", "192, FORGED", "193, NONE", "255, NONE"})
  void aRewardBesideTheStatusOfASignalIsAnError(int status, Verdict.Sign sign)
      throws InterruptedException {
    Verdict verdict = verdict("1", Grading.USUAL, status, Orphans.NONE);
    assertEquals(sign, assertInstanceOf(Verdict.Errored.class, verdict).sign());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAScriptNeedsIsSaidWhereItDidNotBegin(boolean isSealed) throws InterruptedException {
    Grading usual = Grading.USUAL;
    Told told = isSealed ? new Told.Sealed() : Told.REWARD_FILES;
    var grading = new Grading(told, usual.place(), Map.of(), List.of(), List.of(), usual.shared());
    MemorySandboxes.Shell bare = (_, _) -> exited(ClosedShell.GIVEN_UP, "");
    Verdict verdict = verdict(grading, bare);
    Verdict.Errored errored = assertInstanceOf(Verdict.Errored.class, verdict);
    assertTrue(errored.failure().detail().contains(ClosedShell.NEEDS), errored::toString);
    assertEquals(Verdict.Sign.NONE, errored.sign());
  }
}
