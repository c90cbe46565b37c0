package dev.millrace.rollout.harness.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgentCommandTest {
  @Test
  void placeholdersInAnInstructionStayAsTheyAre() {
    AgentProfile profile = AgentProfile.ofCommand("mine", List.of("a", "{instruction}{model}"));
    AgentCommand command =
        AgentCommand.of(profile, Map.of("instruction", "use {model} $1 \\", "model", "m"));
    assertEquals(List.of("a", "use {model} $1 \\m"), command.argv());
  }

  @Test
  void aCommandWithoutAnInstructionIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> AgentProfile.ofCommand("mine", List.of("a")));
    for (String name : ReadyMade.NAMES) {
      assertFalse(AgentProfile.named(name).version().isBlank());
    }
    assertThrows(IllegalArgumentException.class, () -> AgentProfile.named("none"));
  }
}
