package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Nowhere;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that failed rests, is asked for its health, and comes back.
@Timeout(60)
class ReplicaHealthTest {
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Fault DOWN = new Fault.Status(500, "{}", "");

  private final ManualNanos nanos = new ManualNanos();

  private Replica replica(URI url) {
    return new Replica(url, null, "/health", nanos);
  }

  /// The first question ever takes a busy machine longer than a server has to tell its health.
  private static EngineHttp speaking(EngineSimulator server) {
    EngineHttp http = new EngineHttp(Duration.ofSeconds(60), null);
    try {
      http.get(server.url(), "/v1/models", Duration.ofSeconds(60));
      return http;
    } catch (EngineTrouble | InterruptedException e) {
      http.close();
      throw new AssertionError(e);
    }
  }

  private void assertRests(Replica replica, EngineHttp http, EngineSimulator server, Duration rest)
      throws InterruptedException {
    int asked = server.healthAsked();
    nanos.pass(rest.minus(MOMENT));
    assertFalse(replica.isReady(http));
    assertEquals(asked, server.healthAsked(), "it is left alone while it rests");
    nanos.pass(MOMENT);
  }

  @Test
  void serverThatFailedRestsAndIsAskedForItsHealthBeforeItGetsWork() throws InterruptedException {
    try (EngineSimulator server = SimulatedEngines.start(EngineKind.VLLM);
        EngineHttp http = speaking(server)) {
      Replica replica = replica(server.url());
      assertTrue(replica.isReady(http));
      replica.failed();
      assertRests(replica, http, server, Duration.ofSeconds(1));
      assertTrue(replica.isReady(http));
      assertEquals(1, server.healthAsked());
      replica.answered(null);
      assertTrue(replica.isReady(http));
      assertEquals(1, server.healthAsked());
    }
  }

  @Test
  void serverThatIsStillIllRestsTwiceAsLongEachTimeUpToHalfAMinute() throws InterruptedException {
    try (EngineSimulator server = SimulatedEngines.start(EngineKind.VLLM);
        EngineHttp http = speaking(server)) {
      server.health(503);
      Replica replica = replica(server.url());
      replica.failed();
      for (int seconds : List.of(1, 2, 4, 8, 16, 32, 32)) {
        assertRests(replica, http, server, Duration.ofSeconds(seconds));
        assertFalse(replica.isReady(http));
      }
      server.health(200);
      assertRests(replica, http, server, Duration.ofSeconds(32));
      assertTrue(replica.isReady(http));
      replica.answered(null);
      replica.failed();
      assertRests(replica, http, server, Duration.ofSeconds(1));
      assertTrue(replica.isReady(http));
    }
  }

  @Test
  void serverThatIsGoneIsNotReady() throws IOException, InterruptedException {
    try (Nowhere nowhere = Nowhere.find();
        EngineHttp http = new EngineHttp(Duration.ofSeconds(60), null)) {
      Replica replica = replica(nowhere.url());
      replica.failed();
      nanos.pass(Duration.ofSeconds(1));
      assertFalse(replica.isReady(http));
    }
  }

  private static void sample(PolicySession session) throws InterruptedException {
    session.sample(SimulatedEngines.request(SampleOptions.NONE));
  }

  @Test
  void sessionGoesHomeWhenItsServerIsWellAgain() throws InterruptedException {
    try (EngineSimulator home = SimulatedEngines.start(EngineKind.VLLM, DOWN);
        EngineSimulator other = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(home.url(), other.url()), null, nanos);
        PolicySession session = policy.session(ReplicasTest.sessionOf(home, other))) {
      home.health(503);
      sample(session);
      assertEquals(List.of(1, 1), List.of(home.requests().size(), other.requests().size()));
      nanos.pass(Duration.ofSeconds(1));
      sample(session);
      assertEquals(List.of(1, 2), List.of(home.requests().size(), other.requests().size()));
      home.health(200);
      sample(session);
      assertEquals(List.of(1, 3), List.of(home.requests().size(), other.requests().size()));
      nanos.pass(Duration.ofSeconds(2));
      sample(session);
      assertEquals(List.of(2, 3), List.of(home.requests().size(), other.requests().size()));
    }
  }

  @ParameterizedTest
  @CsvSource({"sim-model,1", "model-b,0"})
  void serverThatComesLaterGetsWorkIfItServesTheSameModel(String model, int requests)
      throws IOException, InterruptedException {
    try (Nowhere place = Nowhere.find();
        EngineSimulator there = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(place.url(), there.url()), null, nanos);
        EngineSimulator late =
            EngineSimulator.start(
                    EngineKind.VLLM, Variant.PLAIN, place.port(), _ -> SimulatedEngines.REPLY)
                .serving(0, model);
        PolicySession session = policy.session(ReplicasTest.sessionOf(late, there))) {
      nanos.pass(Duration.ofSeconds(1));
      sample(session);
      assertEquals(requests, late.requests().size());
      assertEquals(1 - requests, there.requests().size());
    }
  }

  @Test
  void lateServerWithSlotsIsUsedByItsSlots() throws IOException, InterruptedException {
    try (Nowhere place = Nowhere.find();
        EngineSimulator there = SimulatedEngines.start(EngineKind.LLAMACPP);
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(place.url(), there.url()), null, nanos);
        EngineSimulator late =
            EngineSimulator.start(
                EngineKind.LLAMACPP, Variant.PLAIN, place.port(), _ -> SimulatedEngines.REPLY);
        PolicySession session = policy.session(ReplicasTest.sessionOf(late, there))) {
      nanos.pass(Duration.ofSeconds(1));
      sample(session);
      assertEquals(1, late.requests().size());
      assertTrue(late.requests().getFirst().body().has("id_slot"));
    }
  }

  @Test
  void strangerGetsNoWorkEvenWhenAllOthersFail() throws IOException, InterruptedException {
    try (Nowhere place = Nowhere.find();
        EngineSimulator there = SimulatedEngines.start(EngineKind.VLLM, DOWN, DOWN, DOWN, DOWN);
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(place.url(), there.url()), null, nanos);
        EngineSimulator late =
            EngineSimulator.start(
                    EngineKind.VLLM, Variant.PLAIN, place.port(), _ -> SimulatedEngines.REPLY)
                .serving(0, "model-b");
        PolicySession session = policy.session(ReplicasTest.sessionOf(late, there))) {
      assertThrows(FailureException.class, () -> sample(session));
      assertEquals(List.of(4, 0), List.of(there.requests().size(), late.requests().size()));
    }
  }

  @Test
  void silentServerFailsTheCallAndTheNextAttemptGoesToAnother() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (EngineSimulator home =
            SimulatedEngines.start(EngineKind.VLLM, new Fault.WaitsAfter(1, gate));
        EngineSimulator other = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy =
            EnginePolicy.connect(
                SimulatedEngines.settings(home.url(), other.url()).with(SimulatedEngines.HASTY),
                null,
                nanos);
        PolicySession session = policy.session(ReplicasTest.sessionOf(home, other))) {
      assertThrows(FailureException.class, () -> sample(session));
      assertEquals(List.of(1, 0), List.of(home.requests().size(), other.requests().size()));
      sample(session);
      assertEquals(List.of(1, 1), List.of(home.requests().size(), other.requests().size()));
      gate.countDown();
      assertTrue(home.sawClientGo());
    }
  }
}
