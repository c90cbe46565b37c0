package dev.millrace.rollout.gateway.http;

import io.helidon.common.buffers.DataReader;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a client sends, read ahead while it waits for its answer: reading is the only way to see
/// that it has hung up. What was read is kept for the connection. For the connection's thread; the
/// reading has a virtual thread of its own, which ends with the connection.
final class ReadAhead implements Supplier<byte @Nullable []> {
  private final DataReader from;
  private @Nullable CompletableFuture<byte[]> ahead;
  private boolean isEnded;

  ReadAhead(DataReader from) {
    this.from = from;
  }

  /// More bytes, or null at the end.
  @Override
  public byte @Nullable [] get() {
    if (isEnded) {
      return null;
    }
    CompletableFuture<byte[]> begun = ahead;
    if (begun == null) {
      return read();
    }
    ahead = null;
    try {
      byte[] read = begun.get();
      return read.length == 0 ? null : read;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("the web server is closing"));
    }
  }

  /// No more is read: the connection ends when it has answered.
  void end() {
    isEnded = true;
  }

  private byte @Nullable [] read() {
    try {
      from.ensureAvailable();
    } catch (DataReader.InsufficientDataAvailableException e) {
      return null;
    }
    return from.readBuffer().readBytes();
  }

  /// Whether the client has hung up, as far as is known now; the first question begins to read.
  boolean isAtEnd() {
    CompletableFuture<byte[]> begun = ahead;
    if (begun == null) {
      CompletableFuture<byte[]> reading = new CompletableFuture<>();
      Thread.ofVirtual().name("gateway-read-ahead").start(() -> readInto(reading));
      ahead = reading;
      return false;
    }
    return begun.isCompletedExceptionally() || (begun.isDone() && begun.join().length == 0);
  }

  private void readInto(CompletableFuture<byte[]> reading) {
    try {
      byte[] read = read();
      reading.complete(read == null ? new byte[0] : read);
    } catch (RuntimeException e) {
      // Thrown again where the connection reads on.
      reading.completeExceptionally(e);
    }
  }
}
