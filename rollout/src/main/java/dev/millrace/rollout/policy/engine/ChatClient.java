package dev.millrace.rollout.policy.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks a server that speaks OpenAI chat for one text. Any thread; blocking; asks once a call and
/// repeats nothing.
public final class ChatClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_BYTES = 1 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final URI url;
  private final EngineHttp http;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param url the server's address, with `/v1` at its end or not
  /// @param key sent as a bearer token, or null
  public ChatClient(URI url, @Nullable Secret key) {
    this.url = EngineSettings.of(url).urls().getFirst();
    this.http = new EngineHttp(CONNECT, key);
  }

  /// What is asked.
  ///
  /// @param format what holds the answer to a form (`response_format`), or null for none
  public record Ask(
      String model,
      String system,
      String user,
      double temperature,
      int maxTokens,
      @Nullable String format) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Ask(
        String model,
        String system,
        String user,
        double temperature,
        int maxTokens,
        @Nullable String format) {
      this.model = model;
      this.system = system;
      this.user = user;
      this.temperature = temperature;
      this.maxTokens = maxTokens;
      this.format = format;
    }
  }

  /// @param text without the reasoning that a server keeps apart
  /// @param model as the server names it; what was asked for where it names none
  /// @param isWhole whether the model ended it by itself
  public record Reply(String text, String model, boolean isWhole) {}

  /// Without `/v1`.
  public URI url() {
    return url;
  }

  /// @param wait for the whole answer, above 0
  /// @throws EngineTrouble when there is none
  public Reply ask(Ask ask, Duration wait) throws EngineTrouble, InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    HttpAsk request = new HttpAsk("/v1/chat/completions", Map.of(), body(ask));
    try (Answer answer = http.post(url, request, wait)) {
      String text = answer.text(MOST_BYTES, Duration.ofNanos(until - System.nanoTime()));
      if (text.length() >= MOST_BYTES) {
        throw new EngineTrouble(
            Kind.UNUSABLE, "the answer of " + url + " has more than " + MOST_BYTES + " bytes");
      }
      return reply(text, ask);
    }
  }

  /// Waits before another try, at most so long.
  ///
  /// @return whether this was closed meanwhile
  public boolean awaitClosed(Duration wait) throws InterruptedException {
    return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static String body(Ask ask) {
    ArrayNode messages = JSON.createArrayNode();
    messages.addObject().put("role", "system").put("content", ask.system());
    messages.addObject().put("role", "user").put("content", ask.user());
    BodyWriter body =
        new BodyWriter()
            .put("model", ask.model())
            .raw("messages", messages.toString())
            .put("max_tokens", ask.maxTokens())
            .put("temperature", ask.temperature())
            .flag("stream", false);
    String format = ask.format();
    return format == null ? body.end() : body.raw("response_format", format).end();
  }

  private Reply reply(String text, Ask ask) throws EngineTrouble {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new EngineTrouble(Kind.BROKEN, "the answer of " + url + " is no JSON, or was cut", e);
    }
    JsonNode choice = root.path("choices").path(0);
    JsonNode content = choice.path("message").path("content");
    if (!content.isTextual()) {
      throw new EngineTrouble(Kind.UNUSABLE, "the answer of " + url + " holds no message");
    }
    String model = root.path("model").asText("");
    return new Reply(
        content.textValue(),
        model.isBlank() ? ask.model() : EngineHttp.cut(model, 200),
        choice.path("finish_reason").asText("").equals("stop"));
  }

  @Override
  public void close() {
    closed.countDown();
    http.close();
  }
}
