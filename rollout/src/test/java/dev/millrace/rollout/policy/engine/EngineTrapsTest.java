package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.TokenListener;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What engines do unasked and would spoil a branch.
class EngineTrapsTest {
  private static JsonNode asked(EngineSimulator simulator) {
    return simulator.requests().getLast().body();
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void specialTokensAndStopsAreKept(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      SimulatedEngines.sample(simulator);
      JsonNode params = asked(simulator).path("sampling_params");
      assertFalse(params.path("skip_special_tokens").asBoolean(true));
      if (kind == EngineKind.SGLANG) {
        assertTrue(params.path("no_stop_trim").asBoolean());
        assertFalse(params.path("spaces_between_special_tokens").asBoolean(true));
        assertEquals(-1, asked(simulator).path("logprob_start_len").asInt());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void truncationThatIsOffIsSentAsOff(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      SimulatedEngines.sample(simulator);
      JsonNode params = asked(simulator).path("sampling_params");
      assertEquals(1, params.path("temperature").asDouble());
      assertEquals(1, params.path("top_p").asDouble());
      assertEquals(-1, params.path("top_k").asInt());
      assertEquals(0, params.path("min_p").asDouble(-1));
    }
  }

  @ParameterizedTest
  @CsvSource({"VLLM, /sampling_params/stop", "SGLANG, /sampling_params/stop", "LLAMACPP, /stop"})
  void stopWordsThatAreCutFromTheTextStayInTheIds(EngineKind kind, String where)
      throws InterruptedException {
    Reply reply = Reply.of(21, 22, 23);
    try (EngineSimulator simulator = SimulatedEngines.start(kind, Variant.PLAIN, reply)) {
      SampleOptions stops =
          new SampleOptions(null, null, new int[0], List.of("END"), null, null, TokenListener.NONE);
      Sampled sampled = SimulatedEngines.sample(SimulatedEngines.settings(simulator.url()), stops);
      assertEquals("END", asked(simulator).at(where).path(0).asText());
      assertArrayEquals(reply.ids(), sampled.ids());
    }
  }

  @Test
  void llamaCppsTextMayBeShorterThanItsIds() throws InterruptedException {
    Reply cut = SimulatedEngines.REPLY.reading("less");
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.LLAMACPP, Variant.PLAIN, cut)) {
      Sampled sampled = SimulatedEngines.sample(simulator);
      assertArrayEquals(cut.ids(), sampled.ids());
      assertFalse(sampled.labels().containsKey("text_mismatch"));
    }
  }

  @Test
  void engineThatNamesNoWeightsIsAtVersionZero() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP)) {
      assertEquals(
          List.of(new VersionSpan(0, 4, new PolicyVersion("sim-model", 0))),
          SimulatedEngines.sample(simulator).versions());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void promptThatTheEngineLengthenedFails(EngineKind kind) {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, new Fault.AddsBos())) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("had 3 ids, and the engine read 4"), failure);
      assertEquals(1, simulator.requests().size());
    }
  }

  @Test
  void promptThatLlamaCppShiftedFails() {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.LLAMACPP, new Fault.ShiftsContext())) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("--context-shift"), failure);
    }
  }

  @ParameterizedTest
  @CsvSource({"VLLM, cache_salt", "SGLANG, extra_key"})
  void cacheOfEarlierWeightsIsNotUsed(EngineKind kind, String salt) throws InterruptedException {
    try (EngineSimulator simulator =
            EngineSimulator.start(
                kind, Variant.PLAIN, request -> weights(request.promptIds()[0] == 1 ? "8" : "7"));
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      for (int first : new int[] {0, 0, 1, 0, 0}) {
        session.sample(SimulatedEngines.request(new int[] {first, 12}, SampleOptions.NONE));
      }
      List<String> salts =
          simulator.requests().stream().map(sent -> sent.body().path(salt).asText("none")).toList();
      assertEquals(List.of("none", "weights-7", "weights-7", "weights-8", "weights-8"), salts);
    }
  }

  private static Reply weights(String name) {
    return SimulatedEngines.REPLY.by(new RawSpan(name, 0, 4));
  }

  @Test
  void engineWithoutNamesOfWeightsGetsNoSalt() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      session.sample(SimulatedEngines.request(SampleOptions.NONE));
      session.sample(SimulatedEngines.request(SampleOptions.NONE));
      assertFalse(asked(simulator).has("cache_salt"));
    }
  }
}
