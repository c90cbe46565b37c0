package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
      SamplingFacts facts = SimulatedEngines.facts(sampled);
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

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void whatTheEngineHadInItsCacheIsCountedOnce(EngineKind kind) throws InterruptedException {
    Reply long90 = Reply.of(IntStream.range(20, 110).toArray());
    try (EngineSimulator simulator =
        EngineSimulator.start(
            kind,
            Variant.PLAIN,
            request -> {
              int said = request.promptIds().length - 3;
              return rest(long90, said).cached(2 + said);
            })) {
      assertEquals(2, SimulatedEngines.sample(simulator).cachedTokens());
    }
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      assertEquals(0, SimulatedEngines.sample(simulator).cachedTokens());
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
      float[] known = SimulatedEngines.REPLY.logprobs();
      assertArrayEquals(new float[] {known[0], known[1], known[2], Float.NaN}, sampled.logprobs());
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
  @CsvSource({
    "VLLM, 1000000000", "VLLM, -5", "VLLM, 4096",
    "SGLANG, 1000000000", "SGLANG, -5", "SGLANG, 4096",
    "LLAMACPP, 1000000000", "LLAMACPP, -5", "LLAMACPP, 4096"
  })
  void idOutsideTheVocabularyFails(EngineKind kind, int id) {
    Reply outside = Reply.of(21, id, 2).stoppingAt(2);
    try (EngineSimulator simulator = SimulatedEngines.start(kind, Variant.PLAIN, outside)) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("the id " + id + ","), failure);
      assertTrue(failure.contains("4096 ids"), failure);
      assertTrue(failure.contains(kind.label() + " " + simulator.url()), failure);
      assertEquals(1, simulator.requests().size());
    }
  }

  @Test
  void vocabularyThatLlamaCppListsHoldsWhereNoTokenizerIsGiven() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP).vocabulary(22);
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      FailureException thrown =
          assertThrows(
              FailureException.class,
              () -> session.sample(SimulatedEngines.request(SampleOptions.NONE)));
      assertTrue(thrown.failure().detail().contains("the id 22,"), thrown.failure().detail());
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
      SamplingFacts facts = SimulatedEngines.facts(sampled);
      assertEquals(LogprobKind.NONE, facts.logprobs());
    }
  }

  @Test
  void logprobThatTheEngineHasNotIsNaN() throws InterruptedException {
    Reply reply =
        new Reply(new int[] {21, 22}, new float[] {-1, Float.NaN}, null, "", List.of(), 0);
    for (Variant variant : List.of(Variant.PLAIN, Variant.OLD_LOGPROBS)) {
      try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM, variant, reply)) {
        assertArrayEquals(
            new float[] {-1, Float.NaN}, SimulatedEngines.sample(simulator).logprobs());
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
