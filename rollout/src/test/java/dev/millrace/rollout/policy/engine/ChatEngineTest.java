package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.Dialogue;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An engine that speaks chat alone.
class ChatEngineTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Dialogue DIALOGUE =
      new Dialogue(
          List.of(
              new Message.SystemPrompt("Be brief."),
              new Message.User("List."),
              new Message.Assistant(
                  "", null, List.of(new ToolCall("c1", "ls", "{\"path\":\".\"}"))),
              new Message.ToolResult("c1", "ls", "a.txt")),
          List.of(new ToolSpec("ls", "Lists.", "{\"type\":\"object\"}")));

  private static EngineSimulator chat() {
    return SimulatedEngines.start(
        EngineKind.CHAT, Variant.PLAIN, SimulatedEngines.REPLY.reading("There is a.txt."));
  }

  private static Sampled sample(EngineSimulator simulator) throws InterruptedException {
    return SimulatedEngines.sample(
        SimulatedEngines.settings(simulator.url()), SampleOptions.NONE.withDialogue(DIALOGUE));
  }

  @Test
  void answerIsMarkedAsTextOnlyAndHasNoLogprobs() throws InterruptedException {
    try (EngineSimulator simulator = chat()) {
      Sampled sampled = sample(simulator);
      assertEquals(Fidelity.TEXT_ONLY, sampled.fidelity());
      assertNull(sampled.logprobs());
      assertEquals("There is a.txt.<|im_end|>", FORMAT.tokenizer().decode(sampled.ids()).strip());
      assertEquals(FinishReason.STOP, sampled.finish());
    }
  }

  @Test
  void dialogueGoesOutWithItsToolsAndCalls() throws InterruptedException {
    try (EngineSimulator simulator = chat()) {
      sample(simulator);
      JsonNode body = simulator.requests().getFirst().body();
      assertEquals("ls", body.at("/tools/0/function/name").asText());
      assertEquals(
          "{\"path\":\".\"}", body.at("/messages/2/tool_calls/0/function/arguments").asText());
      assertEquals("c1", body.at("/messages/3/tool_call_id").asText());
      assertEquals("sim-model", body.path("model").asText());
    }
  }

  @Test
  void constraintThatItCannotKeepIsNotRecorded() throws InterruptedException {
    try (EngineSimulator simulator = chat()) {
      EngineSettings settings =
          new EngineSettings(
              List.of(simulator.url()),
              EngineKind.CHAT,
              null,
              Sampling.PLAIN,
              SimulatedEngines.PATIENCE,
              ToolCalls.CONSTRAINED,
              null);
      SamplingFacts facts =
          SimulatedEngines.facts(
              SimulatedEngines.sample(
                  settings,
                  SampleOptions.NONE
                      .withDialogue(DIALOGUE)
                      .withConstraint(new ToolConstraint("{}", "root ::= \"x\""))));
      assertEquals(Distribution.FULL, facts.distribution());
      assertEquals(LogprobKind.NONE, facts.logprobs());
    }
  }

  @Test
  void promptWithoutMessagesIsRefused() {
    try (EngineSimulator simulator = chat()) {
      String failure = SimulatedEngines.failure(simulator);
      assertTrue(failure.contains("reads messages"), failure);
    }
  }

  @Test
  void withoutAFormatThereIsNothingToWriteIdsWith() {
    try (EngineSimulator simulator = chat()) {
      FailureException thrown =
          assertThrows(
              FailureException.class,
              () -> EnginePolicy.connect(SimulatedEngines.settings(simulator.url())));
      assertTrue(thrown.failure().detail().contains("policy.tokenizer"));
    }
  }
}
