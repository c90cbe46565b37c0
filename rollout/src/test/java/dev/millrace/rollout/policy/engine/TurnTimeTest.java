package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.trajectory.FinishReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// An engine that never falls silent, and never comes to an end either.
@Timeout(60)
class TurnTimeTest {
  private static final int IDS = 400;
  private static final Duration BETWEEN = Duration.ofSeconds(9);
  private static final Duration WITHIN = Duration.ofSeconds(95);

  /// How many drops fall before the time is up: each comes before the ten seconds of patience end.
  private static final int DROPS = 11;

  private final ManualNanos nanos = new ManualNanos();
  private final Semaphore drops = new Semaphore(1);

  private static Reply reply() {
    return Reply.of(IntStream.range(0, IDS).map(i -> 100 + i % 50).toArray());
  }

  /// The clock goes on by each drop that is heard of, and the next one falls.
  private SampleRequest request() {
    SampleOptions options =
        SampleOptions.NONE.heardBy(
            _ -> {
              nanos.pass(BETWEEN);
              drops.release();
            });
    return new SampleRequest(new int[] {11, 12, 13}, IDS, Duration.ofSeconds(10), WITHIN, options);
  }

  private Sampled second(EngineSimulator simulator) throws InterruptedException {
    try (EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(simulator.url()), null, nanos);
        PolicySession session = policy.session("e")) {
      session.sample(SimulatedEngines.request(SampleOptions.NONE));
      Sampled sampled = session.sample(request());
      drops.release(IDS);
      if (simulator.requests().getLast().stream()) {
        assertTrue(simulator.sawClientGo());
      }
      // Closing the policy would close the connection that an abort goes by.
      JsonNode rid = simulator.requests().getLast().body().path("rid");
      if (rid.isTextual()) {
        assertEquals(rid.asText(), simulator.aborted());
      }
      return sampled;
    }
  }

  @ParameterizedTest
  @CsvSource({"VLLM,1", "SGLANG,1", "LLAMACPP,32"})
  void turnEndsWithItsTimeAndKeepsWhatCame(EngineKind kind, int idsOfADrop)
      throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(
            kind,
            Variant.PLAIN,
            reply(),
            // The whole turn before it, of four slices where answers come in slices.
            new Fault.None())) {
      if (kind == EngineKind.LLAMACPP) {
        simulator.plan(new Fault.None(), new Fault.None(), new Fault.None());
      }
      IntStream.range(0, IDS).forEach(_ -> simulator.plan(new Fault.Drips(drops)));
      Sampled sampled = second(simulator);
      int ids = DROPS * idsOfADrop;
      assertEquals(ids, sampled.ids().length);
      assertEquals(ids, sampled.logprobs() == null ? 0 : sampled.logprobs().length);
      assertEquals(FinishReason.ABORT, sampled.finish());
      assertTrue(sampled.isOutOfTime());
      assertEquals(0, sampled.versions().getFirst().version().version());
    }
  }

  /// vLLM names weights on the last chunk, SGLang on each.
  @ParameterizedTest
  @CsvSource({"VLLM,0", "SGLANG,11"})
  void idsWhoseWeightsNobodyKnowsAreNotKept(EngineKind kind, int kept) throws InterruptedException {
    Reply named = reply().by(new RawSpan("7", 0, IDS));
    try (EngineSimulator simulator =
        SimulatedEngines.start(
            kind, Variant.PLAIN, named, new Fault.None(), new Fault.Drips(drops))) {
      Sampled sampled = second(simulator);
      assertEquals(kept, sampled.ids().length);
      assertTrue(sampled.isOutOfTime());
      sampled.versions().forEach(span -> assertEquals(7, span.version().version()));
    }
  }

  @Test
  void turnThatIsWholeInTimeIsWhole() throws InterruptedException {
    Reply whole = Reply.of(Arrays.copyOf(reply().ids(), DROPS - 1));
    try (EngineSimulator simulator =
            SimulatedEngines.start(EngineKind.VLLM, Variant.PLAIN, whole, new Fault.Drips(drops));
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(simulator.url()), null, nanos);
        PolicySession session = policy.session("e")) {
      Sampled sampled = session.sample(request());
      assertArrayEquals(whole.ids(), sampled.ids());
      assertFalse(sampled.isOutOfTime());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void silentEngineIsWaitedForNoLongerThanTheTurnsTime(EngineKind kind)
      throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.WaitsAfter(0, gate));
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      Sampled sampled =
          session.sample(
              new SampleRequest(
                  new int[] {11},
                  100,
                  Duration.ofSeconds(30),
                  SimulatedEngines.SHORT,
                  SampleOptions.NONE));
      assertEquals(List.of(), Arrays.stream(sampled.ids()).boxed().toList());
      assertTrue(sampled.isOutOfTime());
      gate.countDown();
      assertTrue(simulator.sawClientGo());
    }
  }

  /// The engine asks to be left alone for longer than the turn has.
  @Test
  void busyEngineIsWaitedForNoLongerThanTheTurnsTime() throws InterruptedException {
    Patience patient = new Patience(Duration.ofHours(2), Duration.ofSeconds(60), 3);
    try (EngineSimulator simulator =
            SimulatedEngines.start(EngineKind.VLLM, new Fault.Status(429, "{}", "3600"));
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(simulator.url()).with(patient));
        PolicySession session = policy.session("e")) {
      Sampled sampled =
          session.sample(
              new SampleRequest(
                  new int[] {11},
                  100,
                  Duration.ofHours(2),
                  SimulatedEngines.SHORT,
                  SampleOptions.NONE));
      assertTrue(sampled.isOutOfTime());
      assertEquals(1, simulator.requests().size());
    }
  }

  @Test
  void requestWithoutAnyTimeIsNotSent() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      Sampled sampled =
          session.sample(
              new SampleRequest(
                  new int[] {11}, 100, Duration.ofSeconds(1), Duration.ZERO, SampleOptions.NONE));
      assertTrue(sampled.isOutOfTime());
      assertEquals(List.of(), simulator.requests());
    }
  }
}
