package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.task.Environment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `FROM` an image that only a registry has.
@ResourceLock(Engines.DOCKER)
@ResourceLock(Engines.PODMAN)
final class RegistryPullTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(50), 1L << 30, 1024);

  @TempDir Path tasks;

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void whatTheEngineLacksIsPulledOnce(String variable) throws Exception {
    var settings = Engines.settings(variable);
    String word = Conversation.nonce();
    var file = new DeltaEntry.File("word", 0644, word.getBytes(StandardCharsets.UTF_8));
    try (var registry = LoopbackRegistry.start("millrace/words", DeltaArchive.tree(List.of(file)));
        var engine = Engine.at(settings.host(), settings.waits().call());
        var provider = DockerProvider.open(settings)) {
      Environment environment =
          new BuiltTask(tasks)
              .environment(
                  "FROM %s AS words\nFROM %s\nCOPY --from=words /word /here\n"
                      .formatted(registry.reference(), settings.baseImage()));
      try (var sandbox = provider.create(environment)) {
        assertEquals(word, sandbox.exec(Command.bash("cat /here", LIMITS)).stdout());
      }
      List<String> asked = registry.asked();
      assertTrue(asked.stream().anyMatch(path -> path.contains("/blobs/")), asked::toString);
      var pulled = new Images(engine).find(registry.reference()).orElseThrow();
      assertEquals("yes", pulled.variables().get("PULLED"));
      provider.create(environment).close();
      assertEquals(asked, registry.asked());
      new Images(engine).remove(registry.reference());
    }
  }
}
