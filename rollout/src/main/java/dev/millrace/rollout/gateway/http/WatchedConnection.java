package dev.millrace.rollout.gateway.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/// A connection whose requests find its [ReadAhead] in [#READ_AHEAD].
record WatchedConnection(ServerConnection real, ReadAhead readAhead)
    implements ServerConnection, InterruptableTask<Void> {
  static final ScopedValue<ReadAhead> READ_AHEAD = ScopedValue.newInstance();

  @Override
  public void handle(Limit limit) throws InterruptedException {
    ScopedValue.where(READ_AHEAD, readAhead)
        .call(
            () -> {
              real.handle(limit);
              return true;
            });
  }

  /// The web server interrupts what waits for a next request when it stops.
  @Override
  public boolean canInterrupt() {
    return real instanceof InterruptableTask<?> task && task.canInterrupt();
  }

  @Override
  public Duration idleTime() {
    return real.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    real.close(interrupt);
  }
}
