package dev.millrace.rollout.policy.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A llama.cpp server's small routes over a vocabulary of bytes: ids 0 to 255 are bytes, 256 is
/// `<eos>`, which is read in texts.
final class FakeLlamaCpp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EOS = "<eos>";

  final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> keys = new ConcurrentLinkedQueue<>();
  private final Map<String, String> planned = new ConcurrentHashMap<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FakeLlamaCpp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What a route answers from now on: a status, a blank and a body; or `silence`, or `half` of an
  /// answer; or `truth`.
  void plan(String path, String answer) {
    planned.put(path, answer);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    asked.add(path);
    keys.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    String plan = planned.getOrDefault(path, "truth");
    switch (plan) {
      case "silence" -> awaitEnd();
      case "half" -> {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        awaitEnd();
      }
      case "truth" -> send(exchange, 200, JSON.writeValueAsString(truth(path, body)));
      default -> send(exchange, Integer.parseInt(plan.substring(0, 3)), plan.substring(4));
    }
    exchange.close();
  }

  private void awaitEnd() {
    try {
      ending.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Object truth(String path, JsonNode body) {
    return switch (path) {
      case "/tokenize" -> Map.of("tokens", tokenize(body.path("content").asText()));
      case "/detokenize" -> Map.of("content", detokenize(body.path("tokens")));
      case "/v1/models" -> Map.of("data", List.of(Map.of("meta", Map.of("n_vocab", 257))));
      case "/props" ->
          Map.of(
              "default_generation_settings", Map.of("n_ctx", 8192),
              "model_alias", "fake",
              "chat_template", "{{ bos_token }}x",
              "bos_token", "",
              "eos_token", EOS);
      default -> throw new IllegalArgumentException("no route " + path);
    };
  }

  private static List<Integer> tokenize(String text) {
    List<Integer> ids = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(EOS); at >= 0; at = text.indexOf(EOS, from)) {
      addBytes(text.substring(from, at), ids);
      ids.add(256);
      from = at + EOS.length();
    }
    addBytes(text.substring(from), ids);
    return ids;
  }

  private static void addBytes(String text, List<Integer> ids) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      ids.add(b & 0xff);
    }
  }

  private static String detokenize(JsonNode ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode id : ids) {
      if (id.intValue() == 256) {
        bytes.writeBytes(EOS.getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(id.intValue());
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    ending.countDown();
    server.stop(0);
    threads.close();
  }
}
