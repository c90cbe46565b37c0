package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The connections to engines. Any thread; blocking. HTTP/1.1, because closing such a connection is
/// what stops an engine; requests are never repeated here.
final class EngineHttp implements AutoCloseable {
  private static final int ERROR_BYTES = 64 << 10;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int SAID = 300;
  private static final Duration ABORT = Duration.ofSeconds(5);

  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;
  private final @Nullable Secret key;

  EngineHttp(Duration connect, @Nullable Secret key) {
    this.key = key;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connect)
            .executor(threads)
            .build();
  }

  /// Sends a request and waits for the head of the answer.
  ///
  /// @param wait for the head; an engine that answers whole sends it last
  Answer post(URI base, HttpAsk ask, Duration wait) throws EngineTrouble, InterruptedException {
    HttpRequest.Builder request =
        builder(base, ask.path())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ask.body()));
    ask.headers().forEach(request::header);
    Answer answer = open(request.build(), wait);
    if (answer.status() / 100 == 2) {
      return answer;
    }
    try (answer) {
      String body = text(answer, base + ask.path(), ERROR_BYTES, wait);
      throw Refusals.trouble(base, ask.path(), answer, body);
    }
  }

  /// Asks for a small page; the body is cut at 1 MiB.
  Page get(URI base, String path, Duration wait) throws EngineTrouble, InterruptedException {
    try (Answer answer = open(builder(base, path).GET().build(), wait)) {
      return new Page(answer.status(), text(answer, base + path, PAGE_BYTES, wait));
    }
  }

  /// Like [#get], with a body to send.
  Page ask(URI base, HttpAsk ask, Duration wait) throws EngineTrouble, InterruptedException {
    HttpRequest request =
        builder(base, ask.path())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ask.body()))
            .build();
    try (Answer answer = open(request, wait)) {
      return new Page(answer.status(), text(answer, base + ask.path(), PAGE_BYTES, wait));
    }
  }

  /// Sends something that nobody waits for.
  void tell(URI base, HttpAsk ask) {
    HttpRequest request =
        builder(base, ask.path())
            .header("Content-Type", "application/json")
            .timeout(ABORT)
            .POST(HttpRequest.BodyPublishers.ofString(ask.body()))
            .build();
    var _ = client.sendAsync(request, BodyHandlers.discarding());
  }

  private static String text(Answer answer, String from, int limit, Duration wait)
      throws EngineTrouble, InterruptedException {
    try {
      return answer.text(limit, wait);
    } catch (EngineTrouble e) {
      String what =
          e.kind() == Kind.SILENT
              ? " began to answer and did not end within " + wait.toMillis() + " ms"
              : ": " + e.problem();
      throw new EngineTrouble(e.kind(), from + what, e);
    }
  }

  record Page(int status, String body) {
    boolean isOk() {
      return status / 100 == 2;
    }
  }

  private HttpRequest.Builder builder(URI base, String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
    if (key != null) {
      builder.header("Authorization", "Bearer " + key.value());
    }
    return builder;
  }

  private Answer open(HttpRequest request, Duration wait)
      throws EngineTrouble, InterruptedException {
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent =
        client.sendAsync(request, BodyHandlers.ofPublisher());
    try {
      return new Answer(sent.get(wait.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      giveUp(sent);
      throw new EngineTrouble(
          Kind.SILENT, request.uri() + " did not answer within " + wait.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      giveUp(sent);
      throw e;
    } catch (ExecutionException e) {
      throw failed(request, e.getCause() == null ? e : e.getCause());
    }
  }

  /// An answer that began just now is closed: left alone, its engine would sample on.
  private static void giveUp(
      CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent) {
    if (!sent.cancel(true) && sent.state() == Future.State.SUCCESS) {
      new Answer(sent.resultNow()).close();
    }
  }

  private static EngineTrouble failed(HttpRequest request, Throwable cause) {
    boolean neverSent =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof UnresolvedAddressException;
    if (neverSent) {
      return new EngineTrouble(
          Kind.NOT_SENT, "cannot connect to " + request.uri() + ": " + what(cause), cause);
    }
    if (cause instanceof IOException) {
      return new EngineTrouble(
          Kind.BROKEN, request.uri() + " broke off before it answered: " + what(cause), cause);
    }
    throw new IllegalStateException("a request to " + request.uri() + " failed", cause);
  }

  /// The client gives a refused connection no words.
  private static String what(Throwable cause) {
    String said = cause.getMessage();
    if (said == null) {
      return cause instanceof ConnectException
          ? "nothing listens there"
          : cause.getClass().getSimpleName();
    }
    return cut(said, SAID);
  }

  static String cut(String text, int chars) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= chars ? line : line.substring(0, chars) + "…";
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Closes the connections: what still runs at an engine is stopped by that.
  @Override
  public void close() {
    client.shutdownNow();
    try {
      // Its threads are what closes them.
      client.awaitTermination(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
