package dev.millrace.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What every verifier that rebuilds an end state promises.
public abstract class VerifierContract {
  /// The verifier under test over these sandboxes.
  protected abstract Verifier verifier(SandboxProvider sandboxes);

  /// A task that it judges.
  protected abstract Task task();

  /// Sandboxes in which [#solved()] is judged 1 and the start state is not.
  protected abstract MemorySandboxes sandboxes();

  protected abstract WorkspaceDelta solved();

  @Test
  final void solvedStateIsJudgedOneAndTheStartStateIsNot() throws InterruptedException {
    Verifier verifier = verifier(sandboxes());
    assertEquals(
        1,
        assertInstanceOf(Verdict.Judged.class, verifier.verify(task(), Submission.left(solved())))
            .correctness());
    assertEquals(
        0,
        assertInstanceOf(Verdict.Judged.class, verifier.verify(task(), Submission.NOTHING))
            .correctness());
  }

  @Test
  final void equalStatesHaveEqualVerdicts() throws InterruptedException {
    Verifier verifier = verifier(sandboxes());
    Verdict first = verifier.verify(task(), Submission.left(solved()));
    for (int i = 0; i < 3; i++) {
      assertEquals(first, verifier.verify(task(), Submission.left(solved())));
    }
  }

  @Test
  final void everySandboxIsClosed() throws InterruptedException {
    MemorySandboxes sandboxes = sandboxes();
    verifier(sandboxes).verify(task(), Submission.left(solved()));
    assertEquals(0, sandboxes.open());
  }

  @Test
  final void taskOfAnotherKindIsAnError() throws InterruptedException {
    Verifier verifier = verifier(sandboxes());
    List.of(
            new TestScript(Path.of("tests"), Duration.ofSeconds(1), List.of()),
            new StateCheck("/state.json", List.of()),
            new ExpectedAnswer("1", ExpectedAnswer.Kind.NUMBER, 0))
        .stream()
        .filter(other -> other.getClass() != task().verification().getClass())
        .map(TestTasks::judgedBy)
        .forEach(
            other -> {
              try {
                assertInstanceOf(Verdict.Errored.class, verifier.verify(other, Submission.NOTHING));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }

  @Test
  final void sandboxThatCannotBeMadeIsAnErrorAndNoReward() throws InterruptedException {
    var failure = new Failure.Sandbox("no room");
    var broken =
        new FaultySandboxes(
            () -> {
              throw new FailureException(failure);
            });
    assertEquals(
        new Verdict.Errored(failure), verifier(broken).verify(task(), Submission.left(solved())));
  }

  @Test
  final void sandboxThatBreaksUnderwayIsAnErrorAndNoReward() throws InterruptedException {
    for (int operation = 1; ; operation++) {
      MemorySandboxes sound = sandboxes();
      var breaking = new BreakingSandboxes(sound, operation);
      Verdict verdict = verifier(breaking).verify(task(), Submission.left(solved()));
      if (!breaking.hasBroken()) {
        assertTrue(operation > 3, "a verdict takes more than " + operation + " operations");
        return;
      }
      assertEquals(new Verdict.Errored(BreakingSandboxes.FAILURE), verdict, "at " + operation);
      assertEquals(0, sound.open());
    }
  }

  @Test
  final void interruptIsThrown() {
    var interrupted =
        new FaultySandboxes(
            () -> {
              throw new InterruptedException();
            });
    assertThrows(
        InterruptedException.class,
        () -> verifier(interrupted).verify(task(), Submission.left(solved())));
  }

  @Test
  final void deltaWithoutItsArchiveIsAnErrorAndNoReward() throws InterruptedException {
    WorkspaceDelta elsewhere = new WorkspaceDelta("0".repeat(64), 10, null);
    MemorySandboxes sandboxes = sandboxes();
    assertInstanceOf(
        Verdict.Errored.class, verifier(sandboxes).verify(task(), Submission.left(elsewhere)));
    assertEquals(0, sandboxes.open());
  }

  @Test
  final void damagedArchiveIsAnErrorAndNoReward() throws InterruptedException {
    byte[] archive = Objects.requireNonNull(solved().archive());
    archive[archive.length / 2] ^= 1;
    archive[0] ^= 1;
    WorkspaceDelta damaged = new WorkspaceDelta(solved().digest(), archive.length, archive);
    assertInstanceOf(
        Verdict.Errored.class, verifier(sandboxes()).verify(task(), Submission.left(damaged)));
  }

  /// Helper for subclasses: a delta of files.
  protected static WorkspaceDelta files(Map<String, String> files) {
    return MemorySandboxes.delta(
        files.entrySet().stream()
            .map(file -> MemorySandboxes.file(file.getKey(), file.getValue()))
            .toArray(DeltaEntry[]::new));
  }
}
