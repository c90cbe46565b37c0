package dev.millrace.rollout.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every policy keeps.
public abstract class PolicyContract {
  /// A policy whose first turn for this episode is at least two ids long and ends with its stop
  /// token.
  protected abstract Policy policy();

  protected Episode episode() {
    return PolicyTasks.episode(task(), 1, 0);
  }

  protected Task task() {
    return PolicyTasks.shop();
  }

  /// The prompt of the first turn.
  protected int[] prompt() {
    return new int[] {1, 2, 3};
  }

  private SampleRequest request(int maxTokens) {
    return new SampleRequest(prompt(), maxTokens, Duration.ofSeconds(60));
  }

  @Test
  void turnIsSampledWithVersionsForEveryId() throws InterruptedException {
    try (Policy policy = policy();
        PolicySession session = policy.open(episode(), task())) {
      Sampled sampled = session.sample(request(4096));
      assertEquals(FinishReason.STOP, sampled.finish());
      assertTrue(sampled.ids().length >= 2);
      int covered = 0;
      for (VersionSpan span : sampled.versions()) {
        assertEquals(covered, span.start());
        covered = span.end();
      }
      assertEquals(sampled.ids().length, covered);
    }
  }

  @Test
  void requestsLimitIsKeptAndACutTurnSaysSo() throws InterruptedException {
    try (Policy policy = policy();
        PolicySession session = policy.open(episode(), task())) {
      Sampled sampled = session.sample(request(1));
      assertEquals(1, sampled.ids().length);
      assertEquals(FinishReason.LENGTH, sampled.finish());
    } catch (FailureException e) {
      // A recording cannot be cut; it must say so instead of giving more than was asked for.
      assertEquals("engine", e.failure().boundary());
    }
  }

  @Test
  void sessionsOfOneEpisodeSayTheSame() throws InterruptedException {
    try (Policy policy = policy();
        PolicySession first = policy.open(episode(), task());
        PolicySession second = policy.open(episode(), task())) {
      assertArrayEquals(first.sample(request(4096)).ids(), second.sample(request(4096)).ids());
    }
  }

  @Test
  void listenerHearsEveryIdInOrder() throws InterruptedException {
    try (Policy policy = policy();
        PolicySession session = policy.open(episode(), task())) {
      List<Integer> heard = new ArrayList<>();
      SampleOptions options =
          SampleOptions.NONE.heardBy(ids -> Arrays.stream(ids).forEach(heard::add));
      SampleRequest request = new SampleRequest(prompt(), 4096, Duration.ofSeconds(60), options);
      Sampled sampled = session.sample(request);
      assertEquals(Arrays.stream(sampled.ids()).boxed().toList(), heard);
    }
  }

  @Test
  void interruptIsThrown() {
    try (Policy policy = policy();
        PolicySession session = policy.open(episode(), task())) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> session.sample(request(4096)));
    } finally {
      assertEquals(false, Thread.interrupted());
    }
  }

  @Test
  void closingTwiceIsFine() {
    Policy policy = policy();
    PolicySession session = policy.open(episode(), task());
    session.close();
    session.close();
    policy.close();
    policy.close();
    assertTrue(!policy.name().isEmpty() && !policy.source().isEmpty());
  }
}
