package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.ContextFullException;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final String CHAT = "/v1/chat/completions";

  @TempDir Path directory;

  private Served hello() {
    return Served.of(directory, Served.says(Served.text("Hello.")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/v1/completions",
        "/v1/responses",
        "/v1/messages",
        "/v1/messages/count_tokens"
      })
  void whatIsNoJsonIsRefusedInTheDialectsForm(String path) {
    try (Served served = hello()) {
      for (String body : List.of("", "{", "[]", "nul", "{}{}", "{\"messages\":7}", "{}")) {
        Reply reply = served.client.post(path, body);
        assertEquals(400, reply.status(), path + " " + body + " " + reply.body());
        assertTrue(reply.json().path("error").path("message").isTextual(), reply.body());
        assertEquals(
            path.startsWith("/v1/messages"), reply.json().path("type").asText().equals("error"));
      }
    }
  }

  @Test
  void nullModelAndAliasesAreTheSessionsModel() {
    try (Served served = hello()) {
      String body = ChatTest.ask("");
      assertEquals(200, served.client.post(CHAT, body.replace("\"millrace\"", "null")).status());
      assertEquals(200, served.client.post(CHAT, body.replace("millrace", "gpt-5")).status());
    }
  }

  @Test
  void keyReachesItsOwnSessionOnly() {
    try (Served served = hello();
        GatewaySession other =
            served.gateway.open(
                Served.episode("episode-2", Served.says(Served.text("Other.")), Limits.DEFAULT))) {
      Reply wrong = served.client.withKey("wrong").post(CHAT, ChatTest.ask(""));
      assertEquals(401, wrong.status());
      assertFalse(wrong.body().contains("episode-1"), wrong.body());
      assertEquals("invalid_api_key", wrong.json().at("/error/code").asText());
      Client scoped = served.client.at(served.session.baseUrl());
      URI path = URI.create(served.session.baseUrl() + CHAT);
      assertEquals(200, scoped.send(post(scoped, path, "placeholder")).status());
      assertEquals(401, scoped.send(post(scoped, path, other.key())).status());
      URI made = path.resolve("/s/mr-made-up" + CHAT);
      assertEquals(401, scoped.send(post(scoped, made, "placeholder")).status());
      assertTrue(
          served
              .client
              .withKey(other.key())
              .post(CHAT, ChatTest.ask(""))
              .body()
              .contains("Other."));
    }
  }

  private static HttpRequest post(Client client, URI uri, String key) {
    return client
        .withKey(key)
        .request("/")
        .uri(uri)
        .POST(BodyPublishers.ofString(ChatTest.ask("")))
        .build();
  }

  @Test
  void closedSessionIsUnknown() {
    try (Served served = hello()) {
      served.session.close();
      assertEquals(401, served.client.post(CHAT, ChatTest.ask("")).status());
    }
  }

  @Test
  void conversationThatFillsTheContextIsTheAgentsToShorten() {
    Served.Engine full =
        _ -> {
          throw new ContextFullException(new Failure.Engine("full"), new IOException());
        };
    try (Served served = Served.of(directory, full)) {
      Reply reply = served.client.post(CHAT, ChatTest.ask(""));
      assertEquals(400, reply.status());
      String message = reply.json().at("/error/message").asText();
      assertTrue(message.contains("context_length_exceeded"), message);
      assertNull(served.session.record().failure());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/messages"})
  void faultOfTheGatewayItselfIsToldInTheDialectsForm(String path) {
    AtomicBoolean isOpen = new AtomicBoolean();
    ChatFormat broken =
        (ChatFormat)
            Proxy.newProxyInstance(
                ChatFormat.class.getClassLoader(),
                new Class<?>[] {ChatFormat.class},
                (_, method, arguments) -> {
                  if (isOpen.get() && method.getName().equals("render")) {
                    throw new IllegalStateException("a secret of the inside");
                  }
                  return method.invoke(Served.FORMAT, arguments);
                });
    try (Served served = hello();
        GatewaySession session =
            served.gateway.open(
                new GatewayEpisode(
                    new EpisodeId("episode-2"),
                    () -> {
                      throw new IllegalStateException("nothing is sampled");
                    },
                    broken,
                    Limits.DEFAULT,
                    ServedModel.named("millrace"),
                    new Vigilance.Off(),
                    GatewayListener.NONE))) {
      isOpen.set(true);
      Reply reply = Client.of(session).post(path, ChatTest.ask(",\"max_tokens\":9"));
      assertEquals(500, reply.status());
      assertTrue(reply.json().at("/error/message").asText().contains("gateway broke"));
      assertFalse(reply.body().contains("secret"), reply.body());
    }
  }

  @Test
  void reachedLimitIsAFinalError() {
    Limits two = new Limits(2, 9999, Duration.ofMinutes(1), Duration.ofSeconds(9), 1 << 20, 99);
    GatewaySettings settings = GatewaySettings.at(directory.resolve("s"));
    try (Served served = Served.of(settings, Served.says(Served.text("Hello.")), two)) {
      assertEquals(200, served.client.post(CHAT, ChatTest.ask(",\"user\":\"1\"")).status());
      assertEquals(200, served.client.post(CHAT, ChatTest.ask(",\"user\":\"2\"")).status());
      Reply reply = served.client.post(CHAT, ChatTest.ask(",\"user\":\"3\""));
      assertEquals(403, reply.status());
      assertTrue(reply.body().contains("limit of 2 model calls"), reply.body());
    }
  }

  @Test
  void agentThatGoesRoundInCirclesGetsNoMoreTurns() {
    try (Served served = hello()) {
      StringBuilder turns = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        assertEquals(200, served.client.post(CHAT, circling(turns)).status());
        turns.append(
            """
            , {"role": "assistant", "content": null, "tool_calls": [{"id": "c%d", "type": "function",
               "function": {"name": "bash", "arguments": "{\\"command\\": \\"ls\\"}"}}]},
            {"role": "tool", "tool_call_id": "c%d", "content": "a b"}
            """
                .formatted(i, i));
      }
      Reply reply = served.client.post(CHAT, circling(turns));
      assertEquals(403, reply.status());
      assertTrue(reply.body().contains("the same calls and got the same results"), reply.body());
      assertEquals(
          new Sighting(Sighting.Kind.SAME_RESULT, 4), served.session.record().repetition());
    }
  }

  private static String circling(CharSequence turns) {
    return """
    {"model": "millrace", "messages": [{"role": "user", "content": "Look."}%s],
     "tools": [{"type": "function", "function": {"name": "bash", "description": "Runs.",
       "parameters": {"type": "object", "properties": {"command": {"type": "string"}}}}}]}
    """
        .formatted(turns);
  }

  @Test
  void imagesAndManyAnswersAreRefused() {
    try (Served served = hello()) {
      assertEquals(400, served.client.post(CHAT, ChatTest.ask(",\"n\":2")).status());
      String image =
          ChatTest.ask("").replace("\"type\":\"text\",\"text\"", "\"type\":\"image_url\",\"x\"");
      assertTrue(served.client.post(CHAT, image).body().contains("image_url"));
    }
  }

  @Test
  void modelsComeInAllShapes() {
    try (Served served = hello()) {
      Reply list = served.client.get("/v1/models");
      assertEquals("millrace", list.json().at("/data/0/id").asText());
      assertEquals("millrace", list.json().at("/models/0/slug").asText());
      assertEquals("millrace", served.client.get("/v1/models/millrace").json().path("id").asText());
      assertEquals(404, served.client.get("/v1/models/none").status());
      assertEquals(200, served.client.withKey("none").get("/health").status());
      assertEquals(405, served.client.get(CHAT).status());
      assertEquals(404, served.client.get("/v1/nowhere").status());
    }
  }
}
