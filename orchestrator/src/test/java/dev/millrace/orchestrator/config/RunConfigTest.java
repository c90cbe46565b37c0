package dev.millrace.orchestrator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunConfigTest {
  private static final Path FILE = Path.of("/etc/conf/run.yaml");

  @Test
  void emptyFileIsAllDefaults() {
    assertEquals(RunConfig.defaults(), bind(""));
  }

  @Test
  void defaultsAreWhatTheDocumentationSays() {
    RunConfig c = RunConfig.defaults();
    assertEquals(new RunConfig.Tasks(Path.of("tasks"), Map.of(), 4, 1, 0), c.tasks());
    assertEquals(0.5, c.policy().faults());
    assertEquals(new RunConfig.Scheduling(64, Duration.ofSeconds(20), 3), c.schedule());
    assertEquals(new RunConfig.KafkaChoice(0, Duration.ofSeconds(60)), c.kafka());
    assertEquals("default", c.scorer().formula());
    assertEquals(List.of("sft", "dpo", "rl", "metarl"), c.sets().build());
  }

  @Test
  void everyKeyIsRead() {
    RunConfig c =
        bind(
            """
            run: night
            seed: 7
            tasks: {path: ../tasks, families: {swe: 2, answer: 0.5}, group: 8, rounds: 2, limit: 3}
            policy: {kind: reference, faults: 0.25}
            sandbox: {provider: unshare, cache: layers}
            kafka: {port: 9092, patience: 30s}
            schedule: {inFlight: 10, lease: 1500ms, attempts: 5}
            worker: {episodes: 16}
            scorer: {parallel: 3, formula: "correctness * 2.0"}
            sink: {rows: 5, linger: 1s, patience: 2s}
            sets: {build: [rl]}
            """);
    assertEquals(
        new RunConfig(
            "night",
            7,
            new RunConfig.Tasks(Path.of("/etc/tasks"), Map.of("swe", 2.0, "answer", 0.5), 8, 2, 3),
            new RunConfig.PolicyChoice(RunConfig.PolicyChoice.Kind.REFERENCE, 0.25),
            new RunConfig.SandboxChoice(RunConfig.SandboxChoice.Provider.UNSHARE, "layers"),
            new RunConfig.KafkaChoice(9092, Duration.ofSeconds(30)),
            new RunConfig.Scheduling(10, Duration.ofMillis(1500), 5),
            new RunConfig.Working(16),
            new RunConfig.Scoring(3, "correctness * 2.0"),
            new RunConfig.Storing(5, Duration.ofSeconds(1), Duration.ofSeconds(2)),
            new RunConfig.Sets(List.of("rl"))),
        c);
  }

  @Test
  void misspelledKeyIsNamedWithItsPathLineAndTheNearestOne() {
    String message = error("run: x\ntasks:\n  path: t\n  grupo: 4\n");
    assertTrue(message.contains("/etc/conf/run.yaml:4"), message);
    assertTrue(message.contains("tasks.grupo"), message);
    assertTrue(message.contains("\"group\""), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tasks: {group: 0}            | tasks.group: expected 1 to 1024, but was 0",
        "tasks: {group: many}         | tasks.group: expected a whole number, but was \"many\"",
        "schedule: {lease: soon}      | schedule.lease: expected a duration like",
        "policy: {faults: 1.5}        | policy.faults: expected 0 to 1, but was 1.5",
        "policy: {kind: referense}    | did you mean \"reference\"?",
        "tasks: [a]                   | tasks: expected a mapping with keys",
        "sets: {build: [sft, grpo]}   | sets.build: expected names out of sft, dpo, rl, metarl",
        "'run: x y'                   | not YAML",
        "run: a/b                     | run: expected 1 to 80 of",
        "{seed: 1, seed: 2}           | the key stands here twice",
      })
  void badValueIsNamedWithWhatIsExpected(String text, String expected) {
    String message = error(text.equals("run: x y") ? "run: [" : text);
    assertTrue(message.startsWith(FILE.toString()), message);
    assertTrue(message.contains(expected), message);
  }

  @Test
  void missingFileIsNamed() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> RunConfig.load(Path.of("/nowhere/x.yaml")));
    assertEquals("/nowhere/x.yaml: there is no such file", e.getMessage());
  }

  private static RunConfig bind(String text) {
    return Yaml.bind(FILE, text, RunConfig.defaults());
  }

  private static String error(String text) {
    return String.valueOf(assertThrows(ConfigException.class, () -> bind(text)).getMessage());
  }
}
