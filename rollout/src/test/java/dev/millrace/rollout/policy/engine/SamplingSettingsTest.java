package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.TokenListener;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.SamplingFacts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is asked for, and what the record says of it.
class SamplingSettingsTest {
  private static final Sampling WARM = new Sampling(0.7, 1, 0, 0);
  private static final Sampling CUT = new Sampling(1, 0.9, 0, 0);
  private static final ToolConstraint CONSTRAINT =
      new ToolConstraint("{\"type\":\"structural_tag\"}", "root ::= \"x\"");

  private static EngineSettings settings(URI url, Sampling sampling, ToolCalls toolCalls) {
    return new EngineSettings(
        List.of(url), EngineKind.AUTO, null, sampling, SimulatedEngines.PATIENCE, toolCalls, null);
  }

  private static SamplingFacts facts(EngineSettings settings, SampleOptions options)
      throws InterruptedException {
    return SimulatedEngines.facts(SimulatedEngines.sample(settings, options));
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, PLAIN, RAW, RAW",
    "VLLM, PROCESSED, BEHAVIOUR, BEHAVIOUR",
    "SGLANG, TEMPERATURE, BEHAVIOUR, RAW",
    "SGLANG, PLAIN, RAW, RAW",
    "LLAMACPP, PLAIN, BEHAVIOUR, BEHAVIOUR"
  })
  void logprobsAreCalledWhatAProbeFindsThemToBe(
      EngineKind kind, Variant variant, LogprobKind warm, LogprobKind cut)
      throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind, variant, Reply.of(21, 22, 23))) {
      URI url = simulator.url();
      assertEquals(warm, facts(settings(url, WARM, ToolCalls.FREE), SampleOptions.NONE).logprobs());
      assertEquals(cut, facts(settings(url, CUT, ToolCalls.FREE), SampleOptions.NONE).logprobs());
    }
  }

  @Test
  void llamaCppIsAskedForProbabilitiesAfterSamplingWhereSettingsChangeThem()
      throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP)) {
      SimulatedEngines.sample(simulator);
      SimulatedEngines.sample(settings(simulator.url(), WARM, ToolCalls.FREE), SampleOptions.NONE);
      assertEquals(
          List.of(false, true),
          simulator.requests().stream()
              .map(request -> request.body().path("post_sampling_probs").asBoolean())
              .toList());
    }
  }

  @Test
  void llamaCppsOwnDefaultsAreSwitchedOff() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP)) {
      SimulatedEngines.sample(simulator);
      JsonNode body = simulator.requests().getFirst().body();
      assertEquals(1.0, body.path("temperature").asDouble());
      assertEquals(0, body.path("top_k").asInt(-1));
      assertEquals(1.0, body.path("top_p").asDouble());
      assertEquals(0.0, body.path("min_p").asDouble(-1));
      assertEquals(1.0, body.path("repeat_penalty").asDouble());
      assertTrue(body.path("return_tokens").asBoolean());
      assertEquals(1, body.path("n_probs").asInt());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void requestsOwnTemperatureWinsAndIsRecorded(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      SampleOptions options =
          new SampleOptions(0.25, null, new int[0], List.of(), null, null, TokenListener.NONE);
      SamplingFacts facts = facts(SimulatedEngines.settings(simulator.url()), options);
      assertEquals(0.25, facts.temperature());
      JsonNode body = simulator.requests().getLast().body();
      JsonNode sent = body.has("sampling_params") ? body.get("sampling_params") : body;
      assertEquals(0.25, sent.path("temperature").asDouble());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, /sampling_params/structured_outputs/structural_tag",
    "SGLANG, /sampling_params/structural_tag",
    "LLAMACPP, /grammar"
  })
  void constrainedCallsAreMaskedAndSaySo(EngineKind kind, String where)
      throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind)) {
      SampleOptions options = SampleOptions.NONE.withConstraint(CONSTRAINT);
      SamplingFacts free = facts(SimulatedEngines.settings(simulator.url()), options);
      assertEquals(Distribution.FULL, free.distribution());
      SamplingFacts masked =
          facts(settings(simulator.url(), Sampling.PLAIN, ToolCalls.CONSTRAINED), options);
      assertEquals(Distribution.MASKED, masked.distribution());
      String sent = simulator.requests().getLast().body().at(where).asText();
      assertEquals(
          kind == EngineKind.LLAMACPP ? CONSTRAINT.gbnf() : CONSTRAINT.structuralTagJson(), sent);
    }
  }

  @Test
  void llamaCppDrawsAlikeForAnEpisodeAndAPrompt() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP);
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()))) {
      int first = seed(simulator, policy, "one", 1, 2);
      assertEquals(first, seed(simulator, policy, "one", 1, 2));
      assertNotEquals(first, seed(simulator, policy, "one", 1, 2, 3));
      assertNotEquals(first, seed(simulator, policy, "two", 1, 2));
    }
  }

  private static int seed(
      EngineSimulator simulator, EnginePolicy policy, String episode, int... prompt)
      throws InterruptedException {
    try (PolicySession session = policy.session(episode)) {
      session.sample(new SampleRequest(prompt, 8, Duration.ofSeconds(30), SampleOptions.NONE));
    }
    JsonNode sent = simulator.requests().getLast().body().path("seed");
    assertTrue(sent.isInt() && sent.intValue() >= 0, "the seed is " + sent);
    return sent.intValue();
  }
}
