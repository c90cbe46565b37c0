package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.ConversationsTest.Gated;
import dev.millrace.rollout.gateway.Wires.Told;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.engine.EnginePolicy;
import dev.millrace.rollout.policy.engine.EngineSettings;
import dev.millrace.rollout.policy.engine.Patience;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What goes wrong, at every endpoint and in its own form.
@Timeout(60)
class FaultsTest {
  @TempDir Path directory;

  private Served hello() {
    return Served.of(directory, Served.says(Served.text("Hello.")));
  }

  private Served lively(Served.Engine engine) {
    return Served.of(
        GatewaySettings.at(directory.resolve("s")).withKeepAlive(Duration.ofMillis(20)),
        engine,
        Limits.DEFAULT);
  }

  @ParameterizedTest
  @EnumSource
  void unknownModelIs404(Wires wire) {
    try (Served served = hello()) {
      String body = Wires.body("").replace("\"millrace\"", "\"gpt-9\"");
      String message = wire.refused(served.client.post(wire.path, body), Told.MODEL);
      assertTrue(message.contains("gpt-9"), message);
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongKeyIs401AndToldNothing(Wires wire) {
    try (Served served = hello()) {
      Client.Reply reply = wire.post(served.client.withKey("wrong"), "");
      assertEquals(Gateway.WRONG_KEY, wire.refused(reply, Told.KEY));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oversizedBodyIs413(Wires wire) {
    GatewaySettings small = GatewaySettings.at(directory.resolve("s")).withBodyBytes(1000);
    try (Served served = Served.of(small, Served.says(Served.text("Hello.")), Limits.DEFAULT)) {
      String body = Wires.body(",\"padding\":\"" + "x".repeat(2000) + "\"");
      String message = wire.refused(served.client.post(wire.path, body), Told.SIZE);
      assertTrue(message.contains("1000"), message);
      HttpRequest chunked =
          served
              .client
              .request(wire.path)
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
              .build();
      wire.refused(served.client.send(chunked), Told.SIZE);
      assertEquals(200, wire.post(served.client, "").status());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void deadEngineIs502AndAFailureThatCanBeRetried(Wires wire) {
    Served.Engine dead =
        _ -> {
          throw new FailureException(new Failure.Engine("connection refused"));
        };
    try (Served served = Served.of(directory, dead)) {
      for (String stream : List.of("", ",\"stream\":true")) {
        String message = wire.refused(wire.post(served.client, stream), Told.ENGINE);
        assertEquals("the engine gave no answer: connection refused", message);
        Failure failure = served.session.record().failure();
        assertTrue(assertInstanceOf(Failure.Engine.class, failure).isRetryable());
      }
      assertEquals(200, Wires.COUNT.post(served.client, "").status());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void engineThatFailsAfterItsFirstIdsEndsTheStreamWithAnError(Wires wire) {
    Served.Engine breaks =
        request -> {
          int[] ids = Served.FORMAT.tokenizer().encode("Hello there, all of you.");
          request.options().listener().onTokens(Arrays.copyOf(ids, 2));
          throw new FailureException(new Failure.Engine("it \"fell\" over"));
        };
    try (Served served = Served.of(directory, breaks)) {
      Client.Reply reply = wire.post(served.client, ",\"stream\":true");
      assertTrue(reply.body().contains("Hell"), reply.body());
      wire.brokeOff(reply, "the engine gave no answer: it \"fell\" over");
      assertEquals(List.of(), served.session.record().modelCalls());
      assertInstanceOf(Failure.Engine.class, served.session.record().failure());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void clientGoneMidStreamCancelsTheEngine(Wires wire) throws Exception {
    Gated engine = new Gated();
    try (Served served = lively(engine)) {
      InputStream in = open(served, wire);
      ConversationsTest.readUntil(in, wire.sign());
      in.close();
      assertTrue(engine.cancelled.await(20, TimeUnit.SECONDS));
      assertEquals(0, served.session.record().modelCalls().size());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void silentEngineKeepsTheStreamAlive(Wires wire) throws Exception {
    Gated engine = new Gated();
    try (Served served = lively(engine)) {
      InputStream in = open(served, wire);
      for (int i = 0; i < 3; i++) {
        ConversationsTest.readUntil(in, wire.sign());
      }
      engine.gate.countDown();
      String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(rest.contains("o there"), rest);
      assertFalse(rest.contains("error\":{"), rest);
    }
  }

  /// Completions show no thoughts.
  @Test
  void streamWhoseEventsAreNotShownIsKeptAlive() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Served.Engine thinks =
        request -> {
          int[] ids = Served.FORMAT.tokenizer().encode("<think>\nWell");
          request.options().listener().onTokens(ids);
          for (int i = 0; i < 10_000 && !gate.await(1, TimeUnit.MILLISECONDS); i++) {
            request.options().listener().onTokens(new int[] {ids[ids.length - 1]});
          }
          throw new FailureException(new Failure.Engine("enough"));
        };
    try (Served served = lively(thinks)) {
      ConversationsTest.readUntil(open(served, Wires.COMPLETIONS), Wires.COMPLETIONS.sign());
      gate.countDown();
    }
  }

  private static InputStream open(Served served, Wires wire) throws Exception {
    return served
        .client
        .http()
        .send(wire.stream(served.client), BodyHandlers.ofInputStream())
        .body();
  }

  /// Through a policy as a run has it, which is what waits for engines.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void silentEngineIs502WhenItsTimeIsUp(Wires wire) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (EngineSimulator simulator =
            EngineSimulator.start(
                    EngineKind.VLLM,
                    Variant.PLAIN,
                    _ -> Reply.of(Served.FORMAT.tokenizer().encode("Hello there.")))
                .plan(new Fault.WaitsAfter(0, gate), new Fault.WaitsAfter(2, gate));
        EnginePolicy policy = patient(simulator, Duration.ofSeconds(3));
        Served served = Served.of(directory, sampled(policy))) {
      String message = wire.refused(wire.post(served.client, ""), Told.ENGINE);
      assertTrue(message.contains("within 3000 ms"), message);
      assertInstanceOf(Failure.Engine.class, served.session.record().failure());
      wire.brokeOff(
          wire.post(served.client, ",\"stream\":true"),
          "the engine gave no answer: model call 0 of episode episode-1 at vllm "
              + simulator.url()
              + ": no id within 3000 ms, after 2 ids");
      assertEquals(2, simulator.requests().size());
      gate.countDown();
      assertTrue(simulator.sawClientGo());
    }
  }

  private static EnginePolicy patient(EngineSimulator simulator, Duration inactivity)
      throws InterruptedException {
    Patience patience = new Patience(inactivity, Duration.ofSeconds(5), 3);
    return EnginePolicy.connect(EngineSettings.of(simulator.url()).with(patience), Served.FORMAT);
  }

  private static Served.Engine sampled(EnginePolicy policy) {
    return request -> {
      try (PolicySession session = policy.session("episode-1")) {
        return session.sample(request);
      }
    };
  }

  /// How long an engine may be silent is the policy's to say.
  @Test
  void engineIsGivenAllTheTimeThatTheEpisodeHasLeft() {
    Limits hour = new Limits(2, 9999, Duration.ofHours(1), Duration.ofSeconds(9), 1 << 20, 99);
    Served.Recorder engine = new Served.Recorder(Served.says(Served.text("Hello.")));
    GatewaySettings settings = GatewaySettings.at(directory.resolve("s"));
    try (Served served = Served.of(settings, engine, hour)) {
      assertEquals(200, Wires.CHAT.post(served.client, "").status());
      Duration given = engine.requests.element().timeout();
      assertTrue(given.compareTo(Duration.ofMinutes(50)) > 0, given.toString());
    }
  }
}
