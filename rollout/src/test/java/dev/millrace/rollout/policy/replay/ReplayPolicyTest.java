package dev.millrace.rollout.policy.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicyContract;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.PolicyTasks;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayPolicyTest extends PolicyContract {
  private static final Task TASK = PolicyTasks.shop();
  private static final Recording RECORDING = Recording.of(PolicyTasks.episode(TASK, 3, 1));

  @Override
  protected Policy policy() {
    return new ReplayPolicy(List.of(RECORDING.trajectory()));
  }

  @Override
  protected Episode episode() {
    return RECORDING.trajectory().episode();
  }

  @Override
  protected Task task() {
    return TASK;
  }

  @Override
  protected int[] prompt() {
    return RECORDING.prompts().get(0);
  }

  private static SampleRequest request(int[] prompt) {
    return new SampleRequest(prompt, 4096, Duration.ofSeconds(1));
  }

  @Test
  void recordedTurnsComeBackIdByIdWithWhatIsKnownOfThem() throws InterruptedException {
    try (PolicySession session = policy().open(episode(), TASK)) {
      for (int i = 0; i < RECORDING.prompts().size(); i++) {
        Sampled expected = RECORDING.answers().get(i);
        Sampled again = session.sample(request(RECORDING.prompts().get(i)));
        assertArrayEquals(expected.ids(), again.ids());
        assertArrayEquals(expected.logprobs(), again.logprobs());
        assertEquals(expected.versions(), again.versions());
        assertEquals(expected.finish(), again.finish());
        assertEquals(expected.labels(), again.labels());
      }
    }
  }

  @Test
  void otherPromptFailsAndSaysWhichTurnAndId() throws InterruptedException {
    try (PolicySession session = policy().open(episode(), TASK)) {
      Sampled _ = session.sample(request(prompt()));
      int[] other = RECORDING.prompts().get(1).clone();
      other[5]++;
      String said =
          assertThrows(FailureException.class, () -> session.sample(request(other))).toString();
      assertTrue(said.contains("turn 1") && said.endsWith("differs is id 5"), said);
    }
  }

  @Test
  void turnBeyondTheRecordingFails() throws InterruptedException {
    try (PolicySession session = policy().open(episode(), TASK)) {
      for (int[] prompt : RECORDING.prompts()) {
        Sampled _ = session.sample(request(prompt));
      }
      String said =
          assertThrows(FailureException.class, () -> session.sample(request(prompt()))).toString();
      assertTrue(said.contains("only 3 turns were recorded"), said);
    }
  }

  @Test
  void episodeThatWasNotRecordedFails() {
    Episode other = PolicyTasks.episode(TASK, 3, 2);
    assertThrows(FailureException.class, () -> policy().open(other, TASK));
  }

  @Test
  void recordingKeepsThePrefixInvariantAndAChangedOneDoesNot() {
    assertEquals(List.of(), PrefixCheck.problems(RECORDING.trajectory()));
    List<PrefixCheck.Problem> problems = PrefixCheck.problems(RECORDING.withOtherId(0));
    assertEquals(3, problems.size());
    assertEquals(0, problems.get(0).modelCall());
    assertEquals(
        1,
        PrefixCheck.problems(RECORDING.withOtherId(RECORDING.prompts().get(2).length - 1)).size());
  }
}
