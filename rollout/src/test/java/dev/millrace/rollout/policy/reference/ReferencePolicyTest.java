package dev.millrace.rollout.policy.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicyContract;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.PolicyTasks;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencePolicyTest extends PolicyContract {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Task TASK = PolicyTasks.repository(null, null);

  @Override
  protected Policy policy() {
    return new ReferencePolicy(FORMAT, 0.5);
  }

  @Override
  protected Task task() {
    return TASK;
  }

  @Override
  protected Episode episode() {
    return PolicyTasks.episode(TASK, 7, 1);
  }

  @Test
  void cleanEpisodeReadsAsTheReferenceStepsAndThenStops() throws InterruptedException {
    List<String> tools = new ArrayList<>();
    ParsedTurn after;
    try (PolicySession session = policy().open(PolicyTasks.episode(TASK, 7, 0), TASK)) {
      for (SolutionStep step :
          TASK.solution() == null ? List.<SolutionStep>of() : TASK.solution().steps()) {
        ParsedTurn turn = read(session);
        assertEquals(step.say(), turn.message().content());
        tools.addAll(turn.message().toolCalls().stream().map(ToolCall::name).toList());
      }
      after = read(session);
    }
    assertEquals(List.of("bash", "read_file", "edit_file", "bash", "submit"), tools);
    assertEquals(List.of(), after.message().toolCalls());
  }

  private static ParsedTurn read(PolicySession session) throws InterruptedException {
    Sampled sampled = session.sample(new SampleRequest(new int[] {1}, 4096, Duration.ofSeconds(1)));
    assertEquals(null, sampled.logprobs());
    return FORMAT.parse(FORMAT.tokenizer().decode(sampled.ids()), "", List.of(), new CallIds());
  }

  @Test
  void taskWithoutASolutionIsRefusedForGood() {
    Task task = PolicyTasks.unsolved();
    Failure failure =
        assertThrows(
                FailureException.class, () -> policy().open(PolicyTasks.episode(task, 1, 0), task))
            .failure();
    assertEquals(false, failure.isRetryable());
    assertEquals(true, failure.detail().contains("swe/open"));
  }
}
