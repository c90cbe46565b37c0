package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.millrace.rollout.sandbox.HeadTail;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.Closeable;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is sent to a process in a container and what it answers. The engine's client hands over the
/// answers on a thread of its own; one other thread asks at a time. Every wait has an end, for the
/// client does not always notice that a connection has gone.
final class Conversation implements ResultCallback<Frame> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InputPipe input = new InputPipe();
  private final Frames stdout = new Frames();
  private final Frames stderr = new Frames();
  private final Streams streams;
  private @Nullable Closeable connection;
  private @Nullable String end;

  /// Which streams hold the frames.
  enum Streams {
    STDOUT,
    BOTH
  }

  Conversation(Streams streams) {
    this.streams = streams;
  }

  InputPipe input() {
    return input;
  }

  /// Thirty-two hexadecimal digits that nobody else knows.
  static String nonce() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Waits until answers can arrive: what a process says before that is lost.
  void awaitConnection(Duration patience) throws InterruptedException {
    long remaining = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (connection == null) {
        if (end != null || remaining <= 0) {
          throw new FailureException(
              new Failure.Sandbox(
                  "cannot attach to a container: "
                      + (end == null ? "no answer for " + patience : end)));
        }
        remaining = changed.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Sends a request whose answer comes in frames with the nonce.
  void ask(String nonce, HeadTail output, HeadTail errors, byte[] request) {
    lock.lock();
    try {
      stdout.expect(nonce, output);
      stderr.expect(nonce, errors);
    } finally {
      lock.unlock();
    }
    input.send(request);
  }

  /// Sends more of a request.
  void send(byte[] bytes) {
    input.send(bytes);
  }

  /// The next word of the answer, or empty when it does not come in time.
  ///
  /// @throws FailureException with `Failure.Sandbox` when the connection has ended without it
  Optional<String> next(Duration patience) throws InterruptedException {
    long remaining = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!isAnswered()) {
        if (end != null) {
          throw new FailureException(new Failure.Sandbox("the container is gone: " + end));
        }
        if (remaining <= 0) {
          return Optional.empty();
        }
        remaining = changed.awaitNanos(remaining);
      }
      if (streams == Streams.BOTH) {
        stderr.word();
      }
      return Optional.of(stdout.word());
    } finally {
      lock.unlock();
    }
  }

  private boolean isAnswered() {
    return stdout.hasWord() && (streams == Streams.STDOUT || stderr.hasWord());
  }

  @Override
  public void onStart(Closeable closeable) {
    lock.lock();
    try {
      connection = closeable;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onNext(Frame frame) {
    lock.lock();
    try {
      (frame.getStreamType() == StreamType.STDERR ? stderr : stdout).accept(frame.getPayload());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable error) {
    over(error.toString());
  }

  @Override
  public void onComplete() {
    over("its output has ended");
  }

  private void over(String why) {
    input.close();
    lock.lock();
    try {
      end = end == null ? why : end;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the connection; a thread that waits for an answer fails.
  @Override
  public void close() {
    over("it was closed");
    Closeable open;
    lock.lock();
    try {
      open = connection;
    } finally {
      lock.unlock();
    }
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot close the connection to a container: " + e), e);
    }
  }
}
