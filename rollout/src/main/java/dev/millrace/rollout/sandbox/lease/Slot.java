package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The place of one lease id: who comes first makes the sandbox, the others wait for it.
final class Slot {
  private final String environment;
  private final CountDownLatch isKnown = new CountDownLatch(1);
  private volatile Result result = new Result.Abandoned();

  /// @param environment the digest of what the sandbox starts from
  Slot(String environment) {
    this.environment = environment;
  }

  String environment() {
    return environment;
  }

  /// What the first one came to.
  sealed interface Result {
    record Made(LeasedSandbox sandbox) implements Result {}

    record Failed(FailureException thrown) implements Result {}

    /// It gave up, or has not said yet: another one may try.
    record Abandoned() implements Result {}
  }

  void complete(Result known) {
    result = known;
    isKnown.countDown();
  }

  Result result() {
    return result;
  }

  /// Waits for the first one.
  ///
  /// @return how much of the time is left
  Duration await(LeaseId id, Duration atMost) throws InterruptedException {
    long before = System.nanoTime();
    if (!isKnown.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new FailureException(
          new Failure.Sandbox(
              "sandbox "
                  + id.value()
                  + " waited "
                  + atMost.toMillis()
                  + " ms for its creation by another caller, which is still under way; raise"
                  + " wait"));
    }
    Duration left = atMost.minusNanos(System.nanoTime() - before);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
