package dev.millrace.orchestrator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.ThinkingMode;
import java.net.URI;
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
    assertEquals(new ContextChoice(ContextChoice.Strategy.NONE, 5, 32_768), c.context());
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
            policy:
              kind: engine
              faults: 0.25
              urls: [http://a:8000, "https://b/x"]
              engine: llamacpp
              model: m
              tokenizer: tok
              inactivity: 9s
              apiKeyEnv: ENGINE_KEY
              temperature: 0.7
              topP: 0.9
              topK: 40
              maxTurnTokens: 100
              thinking: turn-level
              toolCalls: constrained
            context: {strategy: keep-recent, keep: 3, length: 4_000}
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
            new PolicyChoice(
                PolicyChoice.Kind.ENGINE,
                0.25,
                new PolicyChoice.Serving(
                    List.of("http://a:8000", "https://b/x"),
                    PolicyChoice.Engine.LLAMACPP,
                    "m",
                    Path.of("/etc/conf/tok"),
                    Duration.ofSeconds(9),
                    "ENGINE_KEY"),
                new PolicyChoice.Decoding(
                    0.7,
                    0.9,
                    40,
                    100,
                    ThinkingMode.TURN_LEVEL,
                    PolicyChoice.ToolCalls.CONSTRAINED)),
            new ContextChoice(ContextChoice.Strategy.KEEP_RECENT, 3, 4000),
            HarnessChoice.DEFAULT,
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
        "policy: {kind: engine}       | policy.urls: expected at least one URL of an engine",
        "policy: {urls: [here:8000]}  | policy.urls: expected URLs like http://127.0.0.1:8000",
        "policy: {topP: 0}            | policy.topP: expected above 0 and at most 1, but was 0.0",
        "policy: {serving: {}}        | policy.serving: unknown key",
        "policy: {apiKeyEnv: sk-123}  | policy.apiKeyEnv: expected the name of an environment",
        "context: {keep: 0}           | context.keep: expected 1 to 10000, but was 0",
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
  void nullKeepsWhatHasNoDefaultUnset() {
    assertEquals(RunConfig.defaults(), bind("policy: {model: null, tokenizer: ~}"));
  }

  @Test
  void anEngineOnTheCommandLineReplacesThePolicyAndKeepsItsOtherKeys() {
    RunConfig c =
        bind("policy: {temperature: 0.5, tokenizer: t}").withEngine(List.of("http://a:1"), null);
    assertEquals(PolicyChoice.Kind.ENGINE, c.policy().kind());
    assertEquals(List.of(URI.create("http://a:1")), c.policy().serving().replicas());
    assertEquals(Path.of("/etc/conf/t"), c.policy().serving().tokenizer());
    assertEquals(0.5, c.policy().decoding().temperature());
    assertThrows(
        ConfigException.class, () -> RunConfig.defaults().withEngine(List.of("a:1"), null));
  }

  @Test
  void aKeyComesFromTheEnvironmentAndIsNeverShown() {
    PolicyChoice.Serving serving = bind("policy: {apiKeyEnv: KEY}").policy().serving();
    Secret key = serving.apiKey(Map.of("KEY", "sk-1")).orElseThrow();
    assertEquals("sk-1", key.value());
    assertFalse((key + " " + serving).contains("sk-1"));
    assertThrows(ConfigException.class, () -> serving.apiKey(Map.of()));
    String message = error("policy: {apiKeyEnv: sk-123}");
    assertFalse(message.contains("sk-123"), message);
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
