package dev.millrace.rollout.policy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.engine.EnginePolicy;
import dev.millrace.rollout.policy.engine.EngineSettings;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedAgentTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final String OPENING =
      "<|im_start|>system\n<tools></tools><|im_end|>\n<|im_start|>user\nGo.<|im_end|>\n";
  private static final String TURN = "<|im_start|>assistant\n";

  @TempDir Path dir;

  private ScriptedAgent agent() throws IOException {
    Path script = dir.resolve("script.jsonl");
    Files.writeString(
        script,
        """
        {"say": "I look.", "tool": "bash", "arguments": {"command": "ls"}}
        {"say": "That is all."}
        """);
    return ScriptedAgent.of(script);
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "SGLANG", "LLAMACPP"})
  void nthTurnSaysTheNthLine(EngineKind kind) throws IOException, InterruptedException {
    try (EngineSimulator engine = EngineSimulator.start(kind, Variant.PLAIN, agent());
        EnginePolicy policy = EnginePolicy.connect(EngineSettings.of(engine.url()), FORMAT);
        PolicySession session = policy.session("e")) {
      String first = said(session, OPENING + TURN);
      assertEquals(
          """
          I look.
          <tool_call>
          {"name": "bash", "arguments": {"command":"ls"}}
          </tool_call><|im_end|>\
          """,
          first.strip());
      String second = said(session, OPENING + TURN + first + "\n" + TURN);
      assertEquals("That is all.<|im_end|>", second.strip());
    }
  }

  private static String said(PolicySession session, String prompt) throws InterruptedException {
    Sampled sampled =
        session.sample(
            new SampleRequest(FORMAT.tokenizer().encode(prompt), 1000, Duration.ofSeconds(10)));
    return FORMAT.tokenizer().decode(sampled.ids());
  }

  @Test
  void promptWithoutToolsGetsASentence() throws IOException, InterruptedException {
    try (EngineSimulator engine = EngineSimulator.start(EngineKind.VLLM, Variant.PLAIN, agent());
        EnginePolicy policy = EnginePolicy.connect(EngineSettings.of(engine.url()));
        PolicySession session = policy.session("e")) {
      assertEquals("Done.<|im_end|>", said(session, "<|im_start|>user\nTitle?" + TURN).strip());
    }
  }
}
