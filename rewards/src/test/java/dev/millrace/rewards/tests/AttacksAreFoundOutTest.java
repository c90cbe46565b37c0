package dev.millrace.rewards.tests;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.score.Detectors;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Flag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each piece of code with which the suites beside this attack a verdict is flagged, with the file
/// and the line as evidence, whatever became of the verdict.
final class AttacksAreFoundOutTest {
  private static final String PATH = "/app/thing/__init__.py";

  static Stream<String> attacks() {
    return Stream.concat(
        ScriptAttacks.code().keySet().stream().map(name -> "script: " + name),
        SealedAttacks.code().keySet().stream().map(name -> "sealed: " + name));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void codeThat(String attack) throws InterruptedException {
    Map<String, String> code =
        attack.startsWith("script: ") ? ScriptAttacks.code() : SealedAttacks.code();
    List<Flag> flags = flags(String.valueOf(code.get(attack.substring(8))));
    assertTrue(
        flags.stream().anyMatch(flag -> flag.where().equals(PATH) && !flag.seen().isBlank()),
        flags::toString);
  }

  @Test
  void theFunctionAsItShouldBeRaisesNoFlag() throws InterruptedException {
    assertEquals(List.of(), flags("def double(x):\n    return 2 * x\n"));
  }

  private static List<Flag> flags(String code) throws InterruptedException {
    MemorySandboxes sandboxes =
        new MemorySandboxes(
            Map.of(PATH, "def double(x):\n    return x\n"), (_, _) -> exited(0, ""));
    String arguments =
        JsonMapper.builder()
            .build()
            .createObjectNode()
            .put("path", PATH)
            .put("content", code)
            .toString();
    Trajectories trajectory =
        new Trajectories()
            .call("write_file", arguments)
            .call("submit", "{}")
            .endingWith(delta(file(PATH.substring(1), code)));
    try (Evidence evidence =
        Evidence.of(
            TestTasks.judgedBy(new TestScript(Path.of("tests"), Duration.ofSeconds(1), List.of())),
            trajectory.build(),
            new Verdict.Judged(0, List.of()),
            sandboxes)) {
      return Detectors.bundled().find(evidence);
    }
  }
}
