package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.rewards.ClosedShell;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.DeltaEntry.Contents;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Code under test that rewrites the script in the memory of the shell that runs it.
final class ClosedShellTest {
  private static final String ATTACK =
      String.valueOf(ScriptAttacks.code().get(ScriptAttacks.IN_MEMORY));
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(2), 1L << 30, 4096);
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private Grader grader(SandboxProvider sandboxes) {
    return Grader.usual(
        sandboxes,
        directory,
        ScriptAttacksTest.SCRIPT,
        ScriptAttacksTest.MAIN,
        Duration.ofMinutes(2));
  }

  /// What an agent may leave in the way of a copy of the shell, by what it is.
  static Map<String, List<DeltaEntry>> plants() {
    Map<String, List<DeltaEntry>> plants = new TreeMap<>();
    String copy = "logs/.bash";
    plants.put(
        "a directory",
        List.of(
            new DeltaEntry.Directory(copy, 0755, Contents.MERGED),
            new DeltaEntry.Directory(copy + "/bash", 0755, Contents.MERGED)));
    plants.put("a link to nothing", List.of(new DeltaEntry.Link(copy, "/nowhere/bash")));
    plants.put("/logs as a file", List.of(new DeltaEntry.File("logs", 0644, new byte[0])));
    plants.put("/logs as a link", List.of(new DeltaEntry.Link("logs", "/tmp")));
    return plants;
  }

  static Iterable<String> plantNames() {
    return plants().keySet();
  }

  @ParameterizedTest
  @MethodSource("plantNames")
  void nothingIsInTheWayOf(String plant) throws IOException, InterruptedException {
    DeltaEntry[] left = plants().getOrDefault(plant, List.of()).toArray(DeltaEntry[]::new);
    Verdict verdict = grader(PROVIDERS.open(Mechanism.DIRECT)).verdict(ATTACK, left);
    assertEquals(
        0, assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness());
  }

  /// The attack is worth something where nothing stands against it.
  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void anOpenShellIsRewritten(Mechanism mechanism) throws IOException, InterruptedException {
    Grader grader = grader(PROVIDERS.open(mechanism));
    try (Sandbox sandbox = grader.sandboxes().create(grader.task().environment())) {
      sandbox.copyIn(directory.resolve("tests"), "/tests");
      sandbox.write(Grader.CODE, ATTACK.getBytes(StandardCharsets.UTF_8));
      sandbox.exec(Command.bash("mkdir -p /logs/verifier; . /tests/test.sh", LIMITS));

      Optional<String> reward =
          sandbox
              .read(RewardFile.TEXT, 100)
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
      assertEquals(Optional.of("1"), reward);
    }
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void itOpensItsOwnFilesAsAnyShell(Mechanism mechanism) throws IOException, InterruptedException {
    String script =
        """
        while read -r word; do echo "$word"; done < <(echo one)
        diff <(echo same) <(echo same) && echo two
        read -r word </dev/stdin && echo "$word"
        cat <<<four
        echo five >/dev/stdout
        (exec "$BASH" -c 'echo six')
        """;
    Grader grader = grader(PROVIDERS.open(mechanism));
    try (Sandbox sandbox = grader.sandboxes().create(grader.task().environment())) {
      Command command = Command.of(ClosedShell.argv("", "-c", script), LIMITS);
      ExecResult result =
          sandbox.exec(command.withStdin("three\n".getBytes(StandardCharsets.UTF_8)));

      assertEquals("one\ntwo\nthree\nfour\nfive\nsix\n", result.stdout(), result::stderr);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm -f $(type -P cp)", "ln -sf true $(type -P chmod)"})
  void nothingRunsWhereItCannotBeClosed(String because) throws IOException, InterruptedException {
    Grader grader = grader(PROVIDERS.open(Mechanism.DIRECT));
    try (Sandbox sandbox = grader.sandboxes().create(grader.task().environment())) {
      sandbox.exec(Command.bash(because, LIMITS));
      ExecResult result =
          sandbox.exec(Command.of(ClosedShell.argv("", "-c", "echo it runs"), LIMITS));

      assertEquals(ClosedShell.GIVEN_UP, result.exitCode());
      assertEquals("", result.stdout());
    }
  }
}
