package dev.millrace.rewards.progress;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final Task TASK = TestTasks.judgedBy(new StateCheck("/s", List.of()));
  private static final Verdict.Judged SOLVED = new Verdict.Judged(1, List.of());
  private static final WorkspaceDelta HALF = delta(file("a", "half"));
  private static final WorkspaceDelta HANGS = delta(file("a", "hangs"));
  private static final WorkspaceDelta END = delta(file("a", "end"));

  private final Map<String, Double> coverage = new HashMap<>(Map.of("start", 0.25));
  private final List<String> asked = new ArrayList<>();
  private final Verifier verifier =
      (_, submission) -> {
        WorkspaceDelta state = submission.workspace();
        String key = state == null ? "start" : state.digest();
        asked.add(key);
        Double value = coverage.get(key);
        return value == null
            ? new Verdict.Errored(new Failure.Verifier("hangs"))
            : new Verdict.Judged(value, List.of());
      };
  private final Progress progress = new Progress(verifier, Shaping.NONE);

  private static Trajectory trajectory() {
    return new Trajectories()
        .call("bash", "{}")
        .checkpoint(HALF)
        .call("bash", "{}")
        .checkpoint(HANGS)
        .call("bash", "{}")
        .checkpoint(END)
        .endingWith(END)
        .build();
  }

  @Test
  void potentialsRunFromTheStartToTheEndAndBrokenOnesAreLeftOut() throws InterruptedException {
    coverage.put(HALF.digest(), 0.5);
    assertEquals(
        List.of(
            new Potential(0, 0, 0.25),
            new Potential(1, 10, 0.5, 0.25),
            new Potential(3, 30, 1, 0.5)),
        progress.measure(TASK, trajectory(), SOLVED));
  }

  @Test
  void statesAreJudgedOnce() throws InterruptedException {
    coverage.put(HALF.digest(), 0.5);
    coverage.put(HANGS.digest(), 0.0);
    progress.measure(TASK, trajectory(), SOLVED);
    progress.measure(TASK, trajectory(), SOLVED);
    assertEquals(0.25, progress.start(TASK).coverage());
    assertEquals(List.of("start", HALF.digest(), HANGS.digest()), asked);
  }

  @Test
  void startThatCannotBeJudgedIsAFailure() {
    coverage.clear();
    assertThrows(FailureException.class, () -> progress.measure(TASK, trajectory(), SOLVED));
  }
}
