package dev.millrace.rollout.sandbox.lease;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LeaseReaperTest {
  @Test
  void theReaperClosesWhatIsForgottenEvenAfterAFailure() throws Exception {
    var now = new AtomicReference<>(Instant.EPOCH);
    var closes = new CountDownLatch(2);
    var counting =
        new CountingProvider(
            what -> {
              if (what.equals("close")) {
                closes.countDown();
                throw CountingProvider.failure("busy");
              }
            });
    var settings = new LeaseSettings(1, 1, Duration.ofMinutes(1), Duration.ofSeconds(10));
    var environment = new Environment(List.of(), Map.of(), "/", null, "e");
    try (var provider = new LeasedProvider(counting, settings, now::get);
        var _ = LeaseReaper.start(provider, Duration.ofMillis(1))) {
      var first = provider.create(environment);
      now.set(now.get().plusSeconds(10));
      // The only place is free again when the reaper has been.
      provider.create(environment);
      assertThrows(FailureException.class, () -> first.read("a", 1));
      now.set(now.get().plusSeconds(10));
      closes.await();
    }
  }
}
