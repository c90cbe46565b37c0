package dev.millrace.rollout.policy.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.rollout.policy.protocol.EngineKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A server on the loopback that speaks one engine's wire format, says what a function says, and
/// goes wrong as planned: the n-th request meets the n-th fault.
public final class EngineSimulator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long GATE_SECONDS = Sending.GATE_SECONDS;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Dialect dialect;
  private final Function<SimRequest, Reply> model;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<SimRequest> requests = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> aborted = new LinkedBlockingQueue<>();
  private volatile String models = card("sim-model", 0);
  private volatile int health = 200;
  private final AtomicInteger healthAsked = new AtomicInteger();
  private final CountDownLatch clientGone = new CountDownLatch(1);

  /// What differs between servers of one kind.
  public enum Variant {
    PLAIN,
    /// Logprobs of what was sampled from.
    PROCESSED,
    /// Logprobs with the temperature, without truncation.
    TEMPERATURE,
    /// vLLM before it sent integer ids with logprobs.
    OLD_LOGPROBS,
    /// SGLang with incremental streaming.
    INCREMENTAL
  }

  private EngineSimulator(HttpServer server, Dialect dialect, Function<SimRequest, Reply> model) {
    this.server = server;
    this.dialect = dialect;
    this.model = model;
  }

  public static EngineSimulator start(
      EngineKind kind, Variant variant, Function<SimRequest, Reply> model) {
    return start(kind, variant, 0, model);
  }

  /// @param port 0 for a free one
  public static EngineSimulator start(
      EngineKind kind, Variant variant, int port, Function<SimRequest, Reply> model) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
      EngineSimulator simulator = new EngineSimulator(server, dialect(kind, variant), model);
      server.setExecutor(simulator.threads);
      server.createContext("/", simulator::handle);
      server.start();
      return simulator;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("no simulator on port " + port, e);
    }
  }

  private static Dialect dialect(EngineKind kind, Variant variant) {
    Written.Scale scale =
        switch (variant) {
          case PROCESSED -> Written.Scale.PROCESSED;
          case TEMPERATURE -> Written.Scale.TEMPERATURE;
          default -> Written.Scale.RAW;
        };
    return switch (kind) {
      case VLLM, AUTO -> new VllmDialect(scale, variant == Variant.OLD_LOGPROBS);
      case SGLANG -> new SglangDialect(scale, variant == Variant.INCREMENTAL);
      case LLAMACPP -> new LlamaCppDialect(2);
      case CHAT -> new ChatDialect();
    };
  }

  /// Lists other models.
  ///
  /// @param context what each says it has, or 0 to say nothing
  public EngineSimulator serving(int context, String... names) {
    models = Stream.of(names).map(name -> card(name, context)).collect(Collectors.joining(","));
    return this;
  }

  /// Lists one model with so many ids, as llama.cpp does.
  public EngineSimulator vocabulary(int size) {
    models = "{\"id\":\"sim-model\",\"meta\":{\"n_vocab\":" + size + "}}";
    return this;
  }

  /// The status that its health page answers from now on.
  public void health(int status) {
    health = status;
  }

  private String health() {
    healthAsked.incrementAndGet();
    return "{}";
  }

  /// How often it was asked for its health.
  public int healthAsked() {
    return healthAsked.get();
  }

  private static String card(String name, int context) {
    String length = context == 0 ? "" : ",\"max_model_len\":" + context;
    return "{\"id\":\"" + name + "\"" + length + "}";
  }

  public EngineSimulator plan(Fault... next) {
    faults.addAll(List.of(next));
    return this;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The requests that asked for samples, in the order in which they came.
  public List<SimRequest> requests() {
    return List.copyOf(requests);
  }

  /// Waits until a client aborted a request by its name; null when none did.
  public @Nullable String aborted() throws InterruptedException {
    return aborted.poll(GATE_SECONDS, TimeUnit.SECONDS);
  }

  /// Waits until a client closed its connection before it had the whole answer.
  public boolean sawClientGo() throws InterruptedException {
    return clientGone.await(GATE_SECONDS, TimeUnit.SECONDS);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (path.equals(dialect.path())) {
        sample(exchange, bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes));
      } else {
        page(exchange, path, bytes);
      }
    }
  }

  private void page(HttpExchange exchange, String path, byte[] bytes) throws IOException {
    String body =
        switch (path) {
          case "/health" -> health();
          case "/v1/models" -> "{\"object\":\"list\",\"data\":[" + models + "]}";
          case "/tokenize", "/v1/tokenize" -> "{\"tokens\":[11,12,13]}";
          case "/abort_request" -> {
            aborted.add(JSON.readTree(bytes).path("rid").asText());
            yield "{}";
          }
          default -> dialect.page(path);
        };
    send(
        exchange,
        path.equals("/health") ? health : body.isEmpty() ? 404 : 200,
        body.isEmpty() ? "{\"detail\":\"Not Found\"}" : body);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void sample(HttpExchange exchange, JsonNode body) throws IOException {
    if (body.isEmpty()) {
      send(exchange, 422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Field required\"}]}");
      return;
    }
    SimRequest request =
        new SimRequest(
            dialect.path(),
            exchange.getRequestHeaders(),
            dialect.prompt(body),
            dialect.maxTokens(body),
            body.path("stream").asBoolean(),
            body);
    requests.add(request);
    Fault planned = faults.poll();
    Fault fault = planned == null ? new Fault.None() : planned;
    if (fault instanceof Fault.Status(int status, String text, String retryAfter)) {
      if (!retryAfter.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
      }
      send(exchange, status, text);
      return;
    }
    answer(exchange, request, fault);
  }

  private void answer(HttpExchange exchange, SimRequest request, Fault fault) throws IOException {
    List<String> events = dialect.events(request, model.apply(request), fault);
    boolean stream = request.stream();
    exchange
        .getResponseHeaders()
        .set("Content-Type", stream ? "text/event-stream; charset=utf-8" : "application/json");
    exchange.sendResponseHeaders(200, 0);
    try {
      new Sending(exchange.getResponseBody(), stream, fault).send(events);
    } catch (IOException e) {
      clientGone.countDown();
      throw e;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
