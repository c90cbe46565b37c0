package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Hands a body from the client's thread to the one that reads it, a piece at a time.
final class BodyQueue implements Flow.Subscriber<List<ByteBuffer>> {
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private final AtomicBoolean isCancelled = new AtomicBoolean();

  private sealed interface Part {
    record Bytes(byte[] bytes) implements Part {}

    record End() implements Part {}

    record Failed(Throwable cause) implements Part {}
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.set(given);
    if (isCancelled.get()) {
      stop();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    ByteBuffer whole = ByteBuffer.allocate(size);
    buffers.forEach(whole::put);
    parts.add(new Part.Bytes(whole.array()));
  }

  @Override
  public void onError(Throwable cause) {
    parts.add(new Part.Failed(cause));
  }

  @Override
  public void onComplete() {
    parts.add(new Part.End());
  }

  /// The next bytes, or null at the end.
  byte @Nullable [] take(Duration wait) throws EngineTrouble, InterruptedException {
    Part part = parts.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
    return switch (part) {
      case null -> throw new EngineTrouble(Kind.SILENT, "nothing more came in time");
      case Part.Bytes(byte[] bytes) -> {
        Flow.Subscription given = subscription.get();
        if (given != null) {
          given.request(1);
        }
        yield bytes;
      }
      case Part.End end -> {
        parts.add(end);
        yield null;
      }
      case Part.Failed(Throwable cause) ->
          throw new EngineTrouble(
              Kind.BROKEN, "the answer broke off: " + String.valueOf(cause.getMessage()), cause);
    };
  }

  /// Stops the body, also one that has not begun.
  void cancel() {
    isCancelled.set(true);
    stop();
  }

  private void stop() {
    Flow.Subscription given = subscription.getAndSet(null);
    if (given != null) {
      given.cancel();
    }
  }
}
