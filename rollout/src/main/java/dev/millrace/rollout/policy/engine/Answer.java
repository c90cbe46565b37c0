package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// An answer that is coming in. One thread. Closing it before its end closes the connection.
final class Answer implements AutoCloseable {
  /// No event of any engine is near that; a server that sends more is broken.
  private static final int EVENT_BYTES = 256 << 20;

  private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> response;
  private final BodyQueue body = new BodyQueue();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<String> events = new ArrayDeque<>();
  private boolean ended;

  Answer(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
    this.response = response;
    response.body().subscribe(body);
  }

  int status() {
    return response.statusCode();
  }

  @Nullable String header(String name) {
    return response.headers().firstValue(name).orElse(null);
  }

  /// Whether the body is a stream of events; else it is one document.
  boolean isEventStream() {
    String type = header("Content-Type");
    return type != null && type.startsWith("text/event-stream");
  }

  /// The next event's data, or null after the last one.
  ///
  /// @param wait for the event
  @Nullable String next(Duration wait) throws EngineTrouble, InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    while (events.isEmpty() && !ended) {
      byte[] bytes = body.take(Duration.ofNanos(until - System.nanoTime()));
      if (bytes == null) {
        ended = true;
        finishLine();
      } else {
        split(bytes);
      }
    }
    return events.poll();
  }

  /// The whole body as text, cut at a limit.
  String text(int limit, Duration wait) throws EngineTrouble, InterruptedException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    long until = System.nanoTime() + wait.toNanos();
    while (whole.size() < limit) {
      byte[] bytes = body.take(Duration.ofNanos(until - System.nanoTime()));
      if (bytes == null) {
        break;
      }
      whole.write(bytes, 0, Math.min(bytes.length, limit - whole.size()));
    }
    return EngineHttp.utf8(whole.toByteArray());
  }

  private void split(byte[] bytes) throws EngineTrouble {
    int start = 0;
    if (isEventStream()) {
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          line.write(bytes, start, i - start);
          finishLine();
          start = i + 1;
        }
      }
    }
    line.write(bytes, start, bytes.length - start);
    if (line.size() > EVENT_BYTES) {
      throw new EngineTrouble(
          Kind.UNUSABLE, "one event of the answer is larger than " + EVENT_BYTES + " bytes");
    }
  }

  private void finishLine() {
    String text = EngineHttp.utf8(line.toByteArray());
    line.reset();
    if (!isEventStream()) {
      events.add(text);
      return;
    }
    String stripped = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (!stripped.startsWith("data:")) {
      // Comments keep connections open, and event names say nothing that the data does not.
      return;
    }
    String data = stripped.substring("data:".length()).strip();
    if (data.equals("[DONE]")) {
      ended = true;
    } else if (!data.isEmpty()) {
      events.add(data);
    }
  }

  @Override
  public void close() {
    body.cancel();
  }
}
