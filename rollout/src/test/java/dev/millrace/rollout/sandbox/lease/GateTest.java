package dev.millrace.rollout.sandbox.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GateTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private final Gate gate = new Gate("things", "maxThings", 2);

  private void waitFor(int waiting) {
    while (gate.waiting() != waiting) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoComesFirstIsServedFirst() throws Exception {
    gate.enter("a", LONG);
    gate.enter("b", LONG);
    var order = new ConcurrentLinkedQueue<Integer>();
    List<Future<Integer>> served = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        int number = i;
        served.add(
            threads.submit(
                () -> {
                  gate.enter("c", LONG);
                  order.add(number);
                  gate.leave();
                  return number;
                }));
        waitFor(i + 1);
      }
      gate.leave();
      for (int i = 0; i < 10; i++) {
        assertEquals(i, served.get(i).get());
      }
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), new ArrayList<>(order));
    assertEquals(1, gate.taken());
  }

  @Test
  void aWaitThatIsTooLongSaysForWhatAndWhoWasAhead() throws Exception {
    gate.enter("a", LONG);
    gate.enter("b", LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> ahead = threads.submit(() -> gate.enter("c", LONG));
      waitFor(1);
      var late = assertThrows(FailureException.class, () -> gate.enter("d", Duration.ofMillis(3)));
      assertEquals(
          "d waited 3 ms for one of the 2 things; 1 were ahead when it came; raise maxThings, or"
              + " run fewer episodes at once",
          late.failure().detail());
      gate.leave();
      ahead.get();
    }
    assertEquals(2, gate.taken());
    assertEquals(0, gate.waiting());
  }

  @Test
  void anInterruptedWaitTakesNoPlace() throws Exception {
    gate.enter("a", LONG);
    gate.enter("b", LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> waiting = threads.submit(() -> gate.enter("c", LONG));
      waitFor(1);
      waiting.cancel(true);
      waitFor(0);
    }
    gate.leave();
    gate.leave();
    assertEquals(0, gate.taken());
  }

  @Test
  void shuttingFailsWhoWaitsAndWhoComes() throws Exception {
    gate.enter("a", LONG);
    gate.enter("b", LONG);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> waiting = threads.submit(() -> gate.enter("c", LONG));
      waitFor(1);
      gate.shut();
      var thrown = assertThrows(ExecutionException.class, waiting::get);
      assertTrue(thrown.getCause() instanceof FailureException, thrown.toString());
    }
    assertThrows(FailureException.class, () -> gate.enter("d", LONG));
    assertFalse(gate.awaitEmpty(Duration.ofMillis(1)));
    gate.leave();
    gate.leave();
    assertTrue(gate.awaitEmpty(LONG));
  }
}
