package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.policy.engine.ToolCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HarnessesTest {
  @Test
  void agentMayCallTheModelWhatTheRunSays(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("run.yaml");
    Files.writeString(
        file,
        """
        policy: {toolCalls: constrained}
        harness: {kind: external, models: [gpt-5], smallModels: [haiku]}
        """);
    ServedModel served = Harnesses.served(RunConfig.load(file));
    assertEquals("millrace", served.name());
    assertEquals(List.of("gpt-5"), served.aliases());
    assertEquals(List.of("haiku"), served.sideAliases());
    assertEquals(ToolCalls.CONSTRAINED, served.toolCalls());
  }
}
