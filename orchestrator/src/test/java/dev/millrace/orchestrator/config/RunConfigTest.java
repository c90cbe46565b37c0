package dev.millrace.orchestrator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.judge.JudgeSettings;
import dev.millrace.rollout.harness.StepContext;
import dev.millrace.rollout.policy.engine.Secret;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.policy.protocol.EngineKind;
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
    assertEquals(new IntegrityChoice(null, null, IntegrityChoice.Seal.WARN), c.integrity());
    assertEquals(new ContextChoice(ContextChoice.Strategy.NONE, 5, 32_768), c.context());
    assertEquals(new WatchChoice(WatchChoice.Action.END, 4, 4, 3, 4, 12, 3), c.harness().loop());
    assertEquals("default", c.scorer().formula());
    assertEquals(new JudgeChoice.Serving(null, null, null), c.judge().serving());
    assertEquals(
        new JudgeChoice.Asking(1, 4096, 60_000, JudgeSettings.Form.JSON), c.judge().asking());
    assertEquals(new JudgeChoice.Patience(3, 3, Duration.ofMinutes(5), 8), c.judge().patience());
    assertEquals("cache/judge", c.judge().cache());
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
              think: off
              toolCalls: constrained
            context: {strategy: keep-recent, keep: 3, length: 4_000}
            harness:
              kind: external
              agent: codex
              models: [gpt-5]
              smallModels: [gpt-5-nano, haiku]
              steps: continued
              loop: {act: warn, same: 5, failing: 6, rounds: 4, silent: 7, stale: 20, late: 2}
            sandbox:
              {provider: unshare, image: debian.tar, engine: "unix:///run/podman.sock", runtime: runsc,
               cache: layers, processes: 64, cpus: 1.5, diskBytes: 2097152,
               controlGroups: none, starts: 3, idle: 90s, audit: none,
               images: {"debian:12": debian.tar}, imageDirectory: kept,
               network: tasks, hosts: ["a.example", "10.0.0.0/8:8080"],
               buildNetwork: default}
            kafka: {port: 9092, patience: 30s}
            schedule: {inFlight: 10, lease: 1500ms, attempts: 5}
            worker: {episodes: 16}
            scorer:
              {parallel: 3, formula: "correctness * 2.0", gamma: 0.99, attempts: 5, penalties: {stalled: 0.5}}
            judge:
              {url: "http://j:1/v1", model: big, apiKeyEnv: JUDGE_KEY, repeats: 5, retries: 2,
               temperature: 0.3, maxTokens: 900, chars: 9000, form: schema, timeout: 90s,
               parallel: 4, cache: answers}
            integrity: {secrets: rules.toml, packages: names, seal: refuse}
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
                    EngineKind.LLAMACPP,
                    "m",
                    Path.of("/etc/conf/tok"),
                    Duration.ofSeconds(9),
                    "ENGINE_KEY"),
                new PolicyChoice.Decoding(
                    0.7,
                    0.9,
                    40,
                    100,
                    new PolicyChoice.Thoughts(ThinkingMode.TURN_LEVEL, PolicyChoice.Think.OFF),
                    ToolCalls.CONSTRAINED)),
            new ContextChoice(ContextChoice.Strategy.KEEP_RECENT, 3, 4000),
            new HarnessChoice(
                HarnessChoice.Kind.EXTERNAL,
                "codex",
                "opencode",
                List.of(),
                List.of(),
                new HarnessChoice.Names(List.of("gpt-5"), List.of("gpt-5-nano", "haiku")),
                null,
                new WatchChoice(WatchChoice.Action.WARN, 5, 6, 4, 7, 20, 2),
                StepContext.CONTINUED),
            new SandboxChoice(
                SandboxChoice.Provider.UNSHARE,
                "debian.tar",
                "unix:///run/podman.sock",
                "runsc",
                "layers",
                64,
                1.5,
                2097152,
                SandboxChoice.ControlGroups.NONE,
                3,
                Duration.ofSeconds(90),
                SandboxChoice.Audit.NONE,
                new ImageChoice(
                    Map.of("debian:12", Path.of("/etc/conf/debian.tar")),
                    Path.of("/etc/conf/kept")),
                new NetworkChoice(
                    NetworkChoice.Use.TASKS,
                    List.of("a.example", "10.0.0.0/8:8080"),
                    NetworkChoice.Build.DEFAULT)),
            new RunConfig.KafkaChoice(9092, Duration.ofSeconds(30)),
            new RunConfig.Scheduling(10, Duration.ofMillis(1500), 5),
            new RunConfig.Working(16),
            new RunConfig.Scoring(3, "correctness * 2.0", Map.of("stalled", 0.5), 0.99, 5),
            new JudgeChoice(
                new JudgeChoice.Serving("http://j:1/v1", "big", "JUDGE_KEY"),
                new JudgeChoice.Asking(0.3, 900, 9000, JudgeSettings.Form.SCHEMA),
                new JudgeChoice.Patience(5, 2, Duration.ofSeconds(90), 4),
                "answers"),
            new IntegrityChoice(
                Path.of("/etc/conf/rules.toml"),
                Path.of("/etc/conf/names"),
                IntegrityChoice.Seal.REFUSE),
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
        "harness: {models: [\"\"]}      | harness.models: expected names other than millrace",
        "harness: {smallModels: [millrace]} | harness.smallModels: expected names other than",
        "harness: {models: [a], smallModels: [a]} | harness.smallModels: expected names not in",
        "harness: {loop: {same: 1}}   | harness.loop.same: expected 2 to 10000, but was 1",
        "harness: {loop: {act: kill}} | \"kill\" is not known",
        "scorer: {gamma: 0}           | scorer.gamma: expected above 0 and at most 1, but was 0.0",
        "scorer: {penalties: {x: 1}}  | scorer.penalties.x: expected one of the kinds tests_edited",
        "scorer: {penalties: {stalled: -1}} | scorer.penalties.stalled: expected a number of 0",
        "judge: {url: here}           | judge.url: expected a URL like http://127.0.0.1:8000",
        "judge: {url: \"http://a\"}    | judge.model: expected the model's name, as judge.url is",
        "judge: {repeats: 0}          | judge.repeats: expected 1 to 100, but was 0",
        "judge: {chars: 10}           | judge.chars: expected 2000 to 10000000, but was 10",
        "judge: {apiKeyEnv: sk-123}   | judge.apiKeyEnv: expected the name of an environment",
        "context: {keep: 0}           | context.keep: expected 1 to 10000, but was 0",
        "sandbox: {hosts: [\"a b\"]}   | sandbox.hosts: network entry \"a b\" is none",
        "sandbox: {network: none, hosts: [a]} | sandbox.hosts: expected none where",
        "sandbox: {provider: docker, image: a, hosts: [b]} | sandbox.hosts: expected none for",
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
