package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.ContextFullException;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A prompt that fills the model's context is no failure of the engine.
class ContextLimitTest {
  private static ContextFullException full(EngineSimulator simulator) {
    EngineSettings settings = SimulatedEngines.settings(simulator.url());
    return assertThrows(
        ContextFullException.class, () -> SimulatedEngines.sample(settings, SampleOptions.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "VLLM | 400 | {'error':{'message':'This model\"s maximum context length is 8 tokens."
            + " However, your request has 9 input tokens.','type':'BadRequestError'}}",
        "VLLM | 400 | {'object':'error','message':'The decoder prompt (length 9) is longer than the"
            + " maximum model length of 8.','code':400}",
        "SGLANG | 400 | {'error':{'message':'The input (9 tokens) is longer than the model\"s"
            + " context length (8 tokens).'}}",
        "SGLANG | 400 | {'error':{'message':'Input length (9 tokens) exceeds the maximum allowed"
            + " length (8 tokens). Use a shorter input.'}}",
        "LLAMACPP | 400 | {'error':{'code':400,'message':'request (9 tokens) exceeds the available"
            + " context size (8 tokens), try increasing it','type':'exceed_context_size_error'}}",
        "LLAMACPP | 500 | {'error':{'message':'changed','type':'exceed_context_size_error'}}"
      })
  void refusalForItsLengthIsToldApart(EngineKind kind, int status, String body) {
    // The quotes of CSV would be in the way of those of JSON.
    String json = body.replace('"', '`').replace('\'', '"').replace('`', '\'');
    try (EngineSimulator simulator =
        SimulatedEngines.start(kind, new Fault.Status(status, json, ""))) {
      assertEquals("engine", full(simulator).failure().boundary());
      assertEquals(1, simulator.requests().size());
    }
  }

  @Test
  void refusalInsideASuccessfulStreamIsToldApartToo() {
    String words = "The input (9 tokens) is longer than the model's context length (8 tokens).";
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.SGLANG, new Fault.ErrorEvent(words))) {
      assertTrue(full(simulator).failure().detail().contains("context length"));
      assertEquals(1, simulator.requests().size());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG"})
  void noMoreIsAskedForThanTheContextHolds(EngineKind kind) throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(kind).serving(32, "sim-model")) {
      SimulatedEngines.sample(simulator);
      assertEquals(32 - 3 - 1, simulator.requests().getLast().maxTokens());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void promptThatFillsTheContextIsNotSent(EngineKind kind) {
    try (EngineSimulator simulator = SimulatedEngines.start(kind).serving(4, "sim-model")) {
      assertTrue(full(simulator).failure().detail().contains("context of 4"));
      assertTrue(simulator.requests().isEmpty());
    }
  }
}
