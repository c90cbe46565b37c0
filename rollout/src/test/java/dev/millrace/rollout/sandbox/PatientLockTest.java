package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PatientLockTest {
  private final PatientLock lock = new PatientLock("the thing", Duration.ofMillis(20));

  @Test
  void whoWaitsTooLongIsToldWhoHoldsIt() throws Exception {
    var held = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var holder =
          threads.submit(
              () -> {
                lock.acquire();
                held.countDown();
                goOn.await();
                lock.release();
                return PatientLock.nameOf(Thread.currentThread());
              });
      assertTrue(held.await(10, TimeUnit.SECONDS));
      var told = assertThrows(FailureException.class, lock::acquire);
      Thread.currentThread().interrupt();
      assertThrows(FailureException.class, lock::acquireToTheEnd);
      assertTrue(Thread.interrupted(), "an interrupt is kept");
      goOn.countDown();
      String expected = "waited PT0.02S for the thing: " + holder.get(10, TimeUnit.SECONDS);
      String detail = told.failure().detail();
      assertEquals(expected, detail.substring(0, Math.min(expected.length(), detail.length())));
    }
    lock.acquire();
    lock.release();
  }
}
