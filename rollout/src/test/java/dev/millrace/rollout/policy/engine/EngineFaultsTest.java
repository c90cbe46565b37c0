package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Nowhere;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is tried again, what is not, and how it is told.
class EngineFaultsTest {
  private static final String BODY = "{\"error\":{\"message\":\"planned words\"}}";

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void cutStreamIsSampledAnewAndTheSampleSaysSo(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, new Fault.CutAfter(2), new Fault.CutAfter(0))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      assertEquals("2", sampled.labels().get("resampled"));
      assertEquals(3, simulator.requests().size());
    }
  }

  @Test
  void cutStreamWhoseIdsWereHeardFails() {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.CutAfter(2))) {
      String failure =
          SimulatedEngines.failure(
              SimulatedEngines.settings(simulator.url()), SampleOptions.NONE.heardBy(_ -> {}));
      assertTrue(failure.contains("broke off"), failure);
      assertEquals(1, simulator.requests().size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void everyAttemptHasAnIdOfItsOwn(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, new Fault.Status(500, BODY, ""))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertEquals("1", sampled.labels().get("resampled"));
      assertEquals(2, simulator.requests().size());
      if (kind != EngineKind.LLAMACPP) {
        String name = kind == EngineKind.VLLM ? "request_id" : "rid";
        assertFalse(
            simulator
                .requests()
                .getFirst()
                .body()
                .path(name)
                .asText()
                .equals(simulator.requests().getLast().body().path(name).asText()));
      }
    }
  }

  @Test
  void enginesThatKeepFailingFailTheCallAfterTheRetries() {
    Fault down = new Fault.Status(500, BODY, "");
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, down, down, down, down, down)) {
      String failure = SimulatedEngines.failure(simulator);
      assertEquals(4, simulator.requests().size());
      assertTrue(failure.contains("planned words") && failure.contains("tried 4 times"), failure);
      assertTrue(failure.contains("episode-1") && failure.contains("500"), failure);
    }
  }

  @Test
  void requestThatTheEngineCallsWrongIsNotRepeated() {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.Status(400, BODY, ""))) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("answered 400: planned words"), failure);
      assertEquals(1, simulator.requests().size());
    }
  }

  @Test
  void refusalThatRepeatsTheInputIsNotQuoted() {
    String echo =
        "{\"detail\":[{\"loc\":[\"body\",\"token_ids\"],\"msg\":\"bad\",\"input\":[11,12,13]}]}";
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.Status(422, echo, ""))) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("bad at"), failure);
      assertFalse(failure.contains("11"), failure);
    }
  }

  @Test
  void busyEngineIsAskedAgainAndNothingCountsAsResampled() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.Status(429, BODY, "0"))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertEquals("1", sampled.labels().get("retried"));
      assertFalse(sampled.labels().containsKey("resampled"));
    }
  }

  @Test
  void busyEngineThatAsksForMoreTimeThanThereIsFailsAtOnce() {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.Status(503, BODY, "3600"))) {
      SimulatedEngines.failure(simulator);
      assertEquals(1, simulator.requests().size());
    }
  }

  /// A proxy answers so too when its engine broke off: what was sampled there, nobody knows.
  @Test
  void unavailableEngineThatDoesNotSayWhenToComeBackMayHaveSampled() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(
            EngineKind.VLLM, new Fault.Status(503, BODY, ""), new Fault.Status(503, BODY, "0"))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertEquals("1", sampled.labels().get("resampled"));
      assertEquals("1", sampled.labels().get("retried"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void answerThatIsWholeStaysSoWhateverBecomesOfItsConnection(EngineKind kind)
      throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    int all = SimulatedEngines.REPLY.ids().length;
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, new Fault.CutAfter(all), new Fault.WaitsAfter(all, gate))) {
      Patience once = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60), 0);
      for (int i = 0; i < 2; i++) {
        Sampled sampled =
            SimulatedEngines.sample(
                SimulatedEngines.settings(simulator.url()).with(once), SampleOptions.NONE);
        assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
        assertFalse(sampled.labels().containsKey("resampled"));
      }
      gate.countDown();
    }
  }

  @Test
  void abortedAnswerIsSampledAnew() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.SGLANG, new Fault.Aborts(2))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      assertEquals("1", sampled.labels().get("resampled"));
    }
  }

  @Test
  void errorInsideAStreamIsNotTakenForItsEnd() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.ErrorEvent("planned error"))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      assertEquals("1", sampled.labels().get("resampled"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void garbageIsNoAnswer(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.Garbage())) {
      assertEquals("1", SimulatedEngines.sample(simulator).labels().get("resampled"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void answerWithoutAFinishReasonIsSampledAnew(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.NoFinish())) {
      SampleOptions stops = SampleOptions.NONE.withStopIds(new int[] {2});
      Sampled sampled = SimulatedEngines.sample(SimulatedEngines.settings(simulator.url()), stops);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      assertEquals("1", sampled.labels().get("resampled"));
    }
  }

  @Test
  void controlCharactersOfAnEngineAreNotPassedOn() {
    String bell = "{\"error\":{\"message\":\"ring \\u0007\\u001b[31m\"}}";
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.Status(400, bell, ""))) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("ring \\u0007\\u001b[31m"), failure);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void silentEngineFailsWithinTheDeadlineAndIsStopped(EngineKind kind) throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    int ids = kind == EngineKind.LLAMACPP ? 0 : 2;
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, new Fault.WaitsAfter(ids, gate))) {
      String failure =
          SimulatedEngines.failure(
              SimulatedEngines.settings(simulator.url()).with(SimulatedEngines.HASTY),
              SampleOptions.NONE);
      assertTrue(failure.contains("within 3000 ms"), failure);
      gate.countDown();
      assertTrue(simulator.sawClientGo());
      assertEquals(1, simulator.requests().size());
    }
  }

  @Test
  void interruptStopsTheEngine() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch heard = new CountDownLatch(1);
    try (EngineSimulator simulator =
            SimulatedEngines.start(EngineKind.SGLANG, new Fault.WaitsAfter(2, gate));
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread sampling =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      session.sample(
                          SimulatedEngines.request(
                              SampleOptions.NONE.heardBy(_ -> heard.countDown())));
                    } catch (InterruptedException e) {
                      thrown.set(e);
                    }
                  });
      heard.await();
      sampling.interrupt();
      sampling.join();
      gate.countDown();
      assertEquals(InterruptedException.class, thrown.get().getClass());
      assertTrue(simulator.sawClientGo());
      assertEquals(
          simulator.requests().getFirst().body().path("rid").asText(), simulator.aborted());
    }
  }

  @Test
  void listenerThatThrowsStopsTheEngine() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, new Fault.WaitsAfter(2, gate))) {
      SampleOptions options =
          SampleOptions.NONE.heardBy(
              _ -> {
                throw new IllegalStateException("the agent is gone");
              });
      assertThrows(
          IllegalStateException.class,
          () -> SimulatedEngines.sample(SimulatedEngines.settings(simulator.url()), options));
      gate.countDown();
      assertTrue(simulator.sawClientGo());
    }
  }

  @Test
  void serverThatIsNotThereIsNamed() throws IOException {
    try (Nowhere nowhere = Nowhere.find()) {
      String failure =
          SimulatedEngines.failure(SimulatedEngines.settings(nowhere.url()), SampleOptions.NONE);
      assertTrue(failure.contains(nowhere.url().toString()), failure);
      assertTrue(failure.contains("nothing listens there"), failure);
    }
  }
}
