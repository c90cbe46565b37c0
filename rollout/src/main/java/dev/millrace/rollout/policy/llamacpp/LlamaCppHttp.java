package dev.millrace.rollout.policy.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.policy.protocol.Printable;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a llama.cpp server small questions. Any thread may use it; each waits at most its patience,
/// for the whole answer.
final class LlamaCppHttp {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final URI server;
  private final Duration patience;
  private final Map<String, String> headers;

  /// @param headers sent with each request, as a server with a key wants
  LlamaCppHttp(HttpClient client, URI server, Duration patience, Map<String, String> headers) {
    this.client = client;
    this.server = server;
    this.patience = patience;
    this.headers = Map.copyOf(headers);
  }

  /// @throws FailureException of the engine when there is no usable answer
  JsonNode get(String path) {
    return answer(path, request(path).GET().build());
  }

  /// @throws FailureException of the engine when there is no usable answer
  JsonNode post(String path, JsonNode body) {
    // getBytes turns half a surrogate pair, which has no UTF-8 form, into a question mark.
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    return answer(path, request.POST(BodyPublishers.ofByteArray(bytes)).build());
  }

  FailureException failure(String path, String problem) {
    return new FailureException(new Failure.Engine(describe(path, problem)));
  }

  private String describe(String path, String problem) {
    return "the llama.cpp server at " + server + " " + problem + " (" + path + ")";
  }

  private HttpRequest.Builder request(String path) {
    String base = server.toString();
    String joined = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(joined));
    headers.forEach(request::header);
    return request;
  }

  private JsonNode answer(String path, HttpRequest request) {
    HttpResponse<byte[]> response = exchange(path, request);
    if (response.statusCode() != 200) {
      String text = new String(response.body(), StandardCharsets.UTF_8);
      String said = Printable.of(text.substring(0, Math.min(300, text.length())).strip());
      throw failure(path, "answered " + response.statusCode() + ": " + said);
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw wrapped(path, "answered with no JSON", e);
    }
  }

  /// The client's own timeout ends with the headers, so the wait is bounded here.
  private HttpResponse<byte[]> exchange(String path, HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw wrapped(path, "cannot be reached: " + e.getCause(), e);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw wrapped(path, "did not answer within " + patience, e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw wrapped(path, "was no longer waited for: interrupted", e);
    }
  }

  private FailureException wrapped(String path, String problem, Exception cause) {
    return new FailureException(new Failure.Engine(describe(path, problem)), cause);
  }
}
