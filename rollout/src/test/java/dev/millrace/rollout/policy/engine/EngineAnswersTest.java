package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes back is what the engine sampled, or a failure.
class EngineAnswersTest {
  private static final RawSpan OLD = new RawSpan("7", 0, 2);
  private static final RawSpan NEW = new RawSpan("8", 2, 4);

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void idsAndLogprobsAreTheEnginesOwn(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      assertArrayEquals(SimulatedEngines.REPLY.logprobs(), sampled.logprobs(), 1e-6f);
      SamplingFacts facts = sampled.facts();
      assertNotNull(facts);
      assertEquals(kind.label() + " " + simulator.url(), facts.engine());
      assertEquals(LogprobKind.BEHAVIOUR, facts.logprobs());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void promptGoesOutAsItsIdsAndNothingIsAdded(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      SimulatedEngines.sample(simulator);
      assertArrayEquals(new int[] {11, 12, 13}, simulator.requests().getFirst().promptIds());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void turnLongerThanTheEnginesDefaultIsNotCut(EngineKind kind) throws InterruptedException {
    Reply long90 = Reply.of(IntStream.range(20, 110).toArray());
    try (EngineSimulator simulator =
        EngineSimulator.start(
            kind, Variant.PLAIN, request -> rest(long90, request.promptIds().length - 3))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(long90.ids(), sampled.ids());
      assertEquals(FinishReason.STOP, sampled.finish());
    }
  }

  private static Reply rest(Reply whole, int said) {
    return Reply.of(java.util.Arrays.copyOfRange(whole.ids(), said, whole.ids().length));
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void weightsThatChangeMidDecodeAreToldApartByToken(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, Variant.PLAIN, SimulatedEngines.REPLY.by(OLD, NEW))) {
      assertEquals(
          List.of(
              new VersionSpan(0, 2, new PolicyVersion("sim-model", 7)),
              new VersionSpan(2, 4, new PolicyVersion("sim-model", 8))),
          SimulatedEngines.sample(simulator).versions());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void versionsWithAGapFail(EngineKind kind) {
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, Variant.PLAIN, SimulatedEngines.REPLY.by(NEW))) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("leave a gap"), failure);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void stopIdThatTheEngineNamesAndKeepsIsAppendedWithoutALogprob(EngineKind kind)
      throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.DropsStop())) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      float[] logprobs = sampled.logprobs();
      assertNotNull(logprobs);
      assertTrue(Float.isNaN(logprobs[3]));
      assertEquals(-0.75f, logprobs[2]);
    }
  }

  @Test
  void stopIdThatTheEngineDoesNotNameIsNotMadeUp() throws InterruptedException {
    Reply unnamed = Reply.of(21, 22, 23, 2);
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM, Variant.PLAIN, unnamed, new Fault.DropsStop())) {
      assertArrayEquals(new int[] {21, 22, 23}, SimulatedEngines.sample(simulator).ids());
    }
  }

  @Test
  void idsAfterAStopIdOfTheRequestAreDropped() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP)) {
      Sampled sampled =
          SimulatedEngines.sample(
              SimulatedEngines.settings(simulator.url()),
              SampleOptions.NONE.withStopIds(new int[] {22}));
      assertArrayEquals(new int[] {21, 22}, sampled.ids());
      assertEquals(FinishReason.STOP, sampled.finish());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void logprobTooFewFails(EngineKind kind) {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.LosesLogprob())) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("logprobs") || failure.contains("received"), failure);
      assertEquals(1, simulator.requests().size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void logprobsThatNeverCameAreNullAndNotZero(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.NoLogprobs())) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertNull(sampled.logprobs());
      SamplingFacts facts = sampled.facts();
      assertNotNull(facts);
      assertEquals(LogprobKind.NONE, facts.logprobs());
    }
  }

  @Test
  void logprobThatTheEngineHasNotIsNaN() throws InterruptedException {
    Reply reply = new Reply(new int[] {21, 22}, new float[] {-1, Float.NaN}, null, "", List.of());
    for (Variant variant : List.of(Variant.PLAIN, Variant.OLD_LOGPROBS)) {
      try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM, variant, reply)) {
        float[] logprobs = SimulatedEngines.sample(simulator).logprobs();
        assertNotNull(logprobs);
        assertTrue(Float.isNaN(logprobs[1]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SGLANG", "LLAMACPP"})
  void textWithoutIdsFailsAndIsNotTokenized(EngineKind kind) {
    try (EngineSimulator simulator =
        SimulatedEngines.start(
            kind, Variant.PLAIN, SimulatedEngines.REPLY.reading("hello"), new Fault.NoIds())) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("no token ids"), failure);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void moreIdsThanAskedForFail(EngineKind kind) {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.TooMany())) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("were asked for"), failure);
    }
  }

  @Test
  void textThatIsNotWhatTheIdsSpellIsCountedAndTheIdsWin() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(
            EngineKind.SGLANG, Variant.PLAIN, SimulatedEngines.REPLY.reading("not this"))) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(SimulatedEngines.REPLY.ids(), sampled.ids());
      assertEquals("1", sampled.labels().get("text_mismatch"));
    }
  }

  @Test
  void llamaCppGoesOnInSlicesFromItsOwnIds() throws InterruptedException {
    Reply whole = Reply.of(IntStream.range(20, 110).toArray());
    try (EngineSimulator simulator =
        EngineSimulator.start(
            EngineKind.LLAMACPP,
            Variant.PLAIN,
            request -> rest(whole, request.promptIds().length - 3))) {
      SimulatedEngines.sample(simulator);
      assertEquals(3, simulator.requests().size());
      assertEquals(32, simulator.requests().getFirst().maxTokens());
      assertEquals(67, simulator.requests().getLast().promptIds().length);
    }
  }
}
