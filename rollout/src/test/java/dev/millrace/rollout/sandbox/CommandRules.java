package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How a command starts, what it is given, and what is told of it.
interface CommandRules extends SandboxRules {
  @Test
  default void filesPersistBetweenCommands() throws InterruptedException {
    try (var sandbox = plain()) {
      SandboxRules.run(sandbox, "echo one > /tmp/a; echo two > b");
      assertEquals("one\ntwo\n", SandboxRules.run(sandbox, "cat /tmp/a /app/b"));
    }
  }

  @Test
  default void commandsStartInTheWorkdirWithTheLayersFiles() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals("/app", sandbox.workdir());
      assertEquals("/app\nread me\nt\n", SandboxRules.run(sandbox, "pwd; cat read.me; bin/tool"));
    }
  }

  @Test
  default void theHostsEnvironmentIsNotPassedOn() throws InterruptedException {
    try (var sandbox = plain()) {
      var command =
          Command.of(List.of("env"), LIMITS).withVariables(Map.of("MINE", "a'b $HOME\n\"c\" é"));
      var lines = sandbox.exec(command).stdout().lines().sorted().toList();
      assertEquals(
          List.of(
              "\"c\" é",
              "APP_MODE=test",
              "HOME=/root",
              "LANG=C.UTF-8",
              "MINE=a'b $HOME",
              "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "PYTHONDONTWRITEBYTECODE=1",
              "PYTHONHASHSEED=0",
              "TZ=UTC"),
          lines);
    }
  }

  @Test
  default void wordsReachTheCommandAsTheyAre() throws InterruptedException {
    try (var sandbox = plain()) {
      var words = List.of("printf", "%s|", "a b", "'q'", "$(id)", "*", "", "ü–\n", "-n", "\\");
      assertEquals(
          "a b|'q'|$(id)|*||ü–\n|-n|\\|", sandbox.exec(Command.of(words, LIMITS)).stdout());
    }
  }

  @Test
  default void aWordLongerThanAPageArrives() throws InterruptedException {
    try (var sandbox = plain()) {
      String word = "x".repeat(100_000);
      var result = sandbox.exec(Command.of(List.of("sh", "-c", "echo ${#1}", "sh", word), LIMITS));
      assertEquals("100000\n", result.stdout());
    }
  }

  @Test
  default void anUnknownProgramIsStatus127() throws InterruptedException {
    try (var sandbox = plain()) {
      assertEquals(127, sandbox.exec(Command.of(List.of("no-such-program"), LIMITS)).exitCode());
    }
  }

  @Test
  default void aSignalsNumberIsInTheStatus() throws InterruptedException {
    try (var sandbox = plain()) {
      var result = sandbox.exec(Command.of(List.of("sh", "-c", "kill -9 $$"), LIMITS));
      assertEquals(137, result.exitCode());
      assertEquals("", result.stderr());
      assertEquals(ExecResult.End.EXITED, result.end());
    }
  }

  @Test
  default void standardInputReachesTheCommand() throws InterruptedException {
    try (var sandbox = plain()) {
      byte[] input = "in\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
      var count = Command.of(List.of("wc", "-l"), LIMITS).withStdin(input);
      assertEquals("100000\n", sandbox.exec(count).stdout());
      assertEquals(
          0, sandbox.exec(Command.of(List.of("true"), LIMITS).withStdin(input)).exitCode());
      assertEquals("", sandbox.exec(Command.of(List.of("cat"), LIMITS)).stdout());
    }
  }

  @Test
  default void streamsAreKeptApartUnlessMerged() throws InterruptedException {
    try (var sandbox = plain()) {
      var argv = List.of("sh", "-c", "echo out; echo err >&2");
      var apart = sandbox.exec(Command.of(argv, LIMITS));
      assertEquals(List.of("out\n", "err\n"), List.of(apart.stdout(), apart.stderr()));
      assertEquals("out\nerr\n", SandboxRules.run(sandbox, "echo out; echo err >&2"));
    }
  }

  @Test
  default void ofLongOutputTheHeadAndTheTailAreKept() throws InterruptedException {
    try (var sandbox = plain()) {
      var limits = new Command.Limits(Duration.ofSeconds(60), 1L << 30, 1000);
      var result = sandbox.exec(Command.bash("echo first; seq 100000; echo last", limits));
      assertTrue(result.ok());
      assertTrue(result.stdout().startsWith("first\n1\n"), result.stdout());
      assertTrue(result.stdout().endsWith("\n100000\nlast\n"), result.stdout());
      assertTrue(result.stdout().contains("[... 587906 bytes cut ...]"), result.stdout());
      assertTrue(result.stdout().length() < 1100);
    }
  }
}
