package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.PolicyTasks;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FinishReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TurnCapTest {
  private static final Task TASK = PolicyTasks.shop();

  /// Writes down what is asked of it.
  private static final class Asked implements Policy {
    final List<Integer> maxTokens = new ArrayList<>();
    int closed;

    @Override
    public String name() {
      return "asked";
    }

    @Override
    public String source() {
      return "fake";
    }

    @Override
    public PolicySession open(Episode episode, Task task) {
      return new PolicySession() {
        @Override
        public Sampled sample(SampleRequest request) {
          maxTokens.add(request.maxTokens());
          return new Sampled(new int[] {1}, null, List.of(), FinishReason.STOP, Map.of());
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void turnsAreAtMostAsLongAsTheCap() throws InterruptedException {
    Asked asked = new Asked();
    try (TurnCap cap = new TurnCap(asked, 10);
        PolicySession session = cap.open(PolicyTasks.episode(TASK, 1, 0), TASK)) {
      for (int room : List.of(3, 10, 4000)) {
        session.sample(new SampleRequest(new int[] {1, 2}, room, Duration.ofSeconds(1)));
      }
      assertEquals("asked", cap.name());
      assertEquals("fake", cap.source());
    }

    assertEquals(List.of(3, 10, 10), asked.maxTokens);
    assertEquals(2, asked.closed);
  }
}
