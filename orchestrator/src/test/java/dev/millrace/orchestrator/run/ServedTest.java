package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.PolicyChoice;
import dev.millrace.orchestrator.config.PolicyChoice.Decoding;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ServedTest {
  private static PolicyChoice engine(String url) {
    return RunConfig.defaults().withEngine(List.of(url), null).policy();
  }

  @Test
  void referencePolicyWritesTheBundledFormat() {
    try (Served served = Served.open(RunConfig.defaults().policy(), Map.of())) {
      assertEquals("reference", served.policy().source());
      assertEquals(ChatFormats.bundled().ref(), served.format().ref());
    }
  }

  @Test
  void engineThatIsNotThereIsAFailureOfTheEngine() {
    PolicyChoice gone = engine("http://127.0.0.1:1");

    FailureException e = assertThrows(FailureException.class, () -> Served.open(gone, Map.of()));
    assertInstanceOf(Failure.Engine.class, e.failure());
  }

  @Test
  void engineThatShowsNoTokenizerNeedsOne() {
    try (EngineSimulator vllm =
        EngineSimulator.start(EngineKind.VLLM, Variant.PLAIN, _ -> Reply.of(1))) {
      PolicyChoice choice = engine(vllm.url().toString());

      ConfigException e = assertThrows(ConfigException.class, () -> Served.open(choice, Map.of()));
      assertTrue(String.valueOf(e.getMessage()).contains("policy.tokenizer"), e.getMessage());
    }
  }

  @Test
  void thinkingThatHasNoSwitchIsNotSwitchedOff() {
    PolicyChoice usual = RunConfig.defaults().policy();
    Decoding on = usual.decoding();
    Decoding off =
        new Decoding(
            on.temperature(),
            on.topP(),
            on.topK(),
            on.maxTurnTokens(),
            new PolicyChoice.Thoughts(on.thoughts().thinking(), PolicyChoice.Think.OFF),
            on.toolCalls());
    String refused = refusal(new PolicyChoice(usual.kind(), usual.faults(), usual.serving(), off));
    assertTrue(refused.contains("policy.think"), refused);
  }

  private static PolicyChoice constrained(PolicyChoice choice, PolicyChoice.Kind kind) {
    Decoding free = choice.decoding();
    Decoding held =
        new Decoding(
            free.temperature(),
            free.topP(),
            free.topK(),
            free.maxTurnTokens(),
            free.thoughts(),
            ToolCalls.CONSTRAINED);
    return new PolicyChoice(kind, choice.faults(), choice.serving(), held);
  }

  private static String refusal(PolicyChoice choice) {
    return String.valueOf(
        assertThrows(ConfigException.class, () -> Served.open(choice, Map.of())).getMessage());
  }

  @Test
  void constraintThatCannotBeKeptIsRefused(@TempDir Path model) throws IOException {
    String reference =
        refusal(constrained(RunConfig.defaults().policy(), PolicyChoice.Kind.REFERENCE));
    assertTrue(reference.contains("policy.toolCalls"), reference);

    Path bundled = Path.of("../rollout/src/main/resources/dev/millrace/rollout/token/bundled");
    Files.copy(bundled.resolve("tokenizer.json"), model.resolve("tokenizer.json"));
    Files.writeString(model.resolve("chat_template.jinja"), "{{ messages[0].content }}");
    try (EngineSimulator vllm =
        EngineSimulator.start(EngineKind.VLLM, Variant.PLAIN, _ -> Reply.of(1))) {
      List<String> urls = List.of(vllm.url().toString());
      PolicyChoice plain = RunConfig.defaults().withEngine(urls, model).policy();
      String family = refusal(constrained(plain, PolicyChoice.Kind.ENGINE));
      assertTrue(family.contains("plain way"), family);

      PolicyChoice hermes = RunConfig.defaults().withEngine(urls, bundled).policy();
      Served.open(constrained(hermes, PolicyChoice.Kind.ENGINE), Map.of()).close();
    }
  }
}
