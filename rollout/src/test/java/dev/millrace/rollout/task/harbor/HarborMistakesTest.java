package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mistakes in a task of Harbor, each told with its file and place.
final class HarborMistakesTest {
  @TempDir Path root;
  TaskFixture fixture;

  @BeforeEach
  void soundTask() {
    fixture = TaskFixture.in(root);
  }

  @Test
  void tomlThatDoesNotParseNamesLineAndColumn() {
    String message = fixture.with("task.toml", "[metadata]\nfamily = swe\n").failure();
    assertTrue(message.contains("task.toml:2:"), message);
    assertTrue(message.contains("not TOML"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[environment]\\n"
            + "memory_mbs = 5       | environment.memory_mbs: unknown key; did you mean"
            + " \"memory_mb\"?",
        "[agents]\\nx = 1                     | agents: unknown key; did you mean \"agent\"?",
        "[environment]\\nmemory = \"lots\"     | environment.memory: expected a size",
        "[agent]\\n"
            + "timeout_sec = \"5\"         | agent.timeout_sec: expected a number above 0, found"
            + " \"5\"",
        "schema_version = \"2.0\"             | schema_version: expected one of",
        "[agent]\\n"
            + "network_mode = \"half\"      | agent.network_mode: expected one of"
            + " [public, no-network, allowlist], found",
        "[environment]\\ngpus = 1             | environment.gpus: a sandbox has no GPU",
        "[environment]\\nenv = {A = \"${B}\"}  | environment.env.A: takes a value from the host",
        "[[steps]]\\nname = \"../a\" | steps.0.name: expected the name of a directory in steps/",
        "[[steps]]\\n"
            + "name = \"a\"\\n"
            + "[[steps]]\\n"
            + "name = \"a\" | steps.1.name: another step is named a",
        "[[steps]]\\nname = \"a\"\\nmin_rewards = 1 |"
            + " steps.0.min_rewards: unknown key; did you mean \"min_reward\"?",
        "[[steps]]\\n"
            + "name = \"a\"\\n"
            + "min_reward = \"1\" | steps.0.min_reward: expected a number or a table of them",
        "[[steps]]\\nname = \"a\"\\nmin_reward = {x = \"1\"} |"
            + " steps.0.min_reward: expected numbers by name",
        "[[steps]]\\nname = \"a\"\\nhealthcheck = {command = \"x\"} |"
            + " steps.0.healthcheck: nothing keeps running between commands here",
        "multi_step_reward_strategy = \"max\" | multi_step_reward_strategy: expected one of",
        "[metadata]\\nunreached_steps = \"no\" | metadata.unreached_steps: expected one of",
        "[metadata]\\ntest_paths = [\"a\"]     | metadata.test_paths: expected absolute paths",
        "agent = 3                           | agent: expected a table, found 3",
        "metadata.measures = 3               | metadata.measures: expected an array of tables",
        "[[metadata.measures]]\\nmetric = \"a\" | metadata.measures.0.baseline: is missing",
        "[[metadata.measures]]\\nmetric = \"a\"\\nbaseline = 1\\nleast = 5 |"
            + " metadata.measures.0.least: expected a number below most, found 5.0 and 4.0",
        "[[metadata.measures]]\\nmetric = \"a\"\\nbaseline = 1\\nbetter = \"up\" |"
            + " metadata.measures.0.better: expected one of [higher, lower], found up",
      })
  void aWrongTomlNamesFileAndKey(String toml, String expected) {
    String message = fixture.with("task.toml", toml.replace("\\n", "\n")).failure();
    assertTrue(message.contains("task.toml: " + expected), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "environment/tools.json | {\"builtin\": [\"bsh\"]}                | no built-in tool is"
            + " named bsh; did you mean \"bash\"?",
        "environment/tools.json | {\"function\": []}                     | function: unknown key;"
            + " did you mean \"functions\"?",
        "environment/tools.json | {\"functions\": [{\"name\": \"a\"}]}      |"
            + " functions[0].description: expected a string, found null",
        "environment/tools.json | {                                     | tools.json:1: not JSON",
        "tests/state.json       | {\"file\": \"/a\", \"assertions\": []}    | assertions: expected"
            + " at least one",
        "tests/state.json       | {\"file\": \"a\", \"assertions\": [{\"name\": \"n\", \"pointer\":"
            + " \"/p\", \"equals\": 1}]} | file: expected an absolute path",
        "tests/state.json       | {\"file\": \"/a\", \"assertions\": [{\"name\": \"n\","
            + " \"pointer\": \"/p\"}]} | assertions[0].equals: is missing",
        "solution/steps.jsonl   | {\"tool\": \"bsh\", \"arguments\": {}}  | steps.jsonl:1: tool:"
            + " the task has no tool bsh; did you mean \"bash\"?",
        "solution/steps.jsonl   | {\"tool\": \"bash\", \"arguments\": 3}  | steps.jsonl:1:"
            + " arguments: expected an object, found 3",
        "solution/steps.jsonl   | {\"tool\": \"bash\", \"arguments\": {}} | expected the last step"
            + " to call submit",
        "solution/steps.jsonl   | nothing                              | steps.jsonl:1: not JSON",
        "environment/Dockerfile | FROM x\\n"
            + "EXPOSE 80                    | Dockerfile:2: EXPOSE: needs an image sandbox",
        "instruction.md         | ''                                   | instruction.md: is empty",
      })
  void aWrongFileIsNamedWithItsPlace(String file, String text, String expected) {
    String message = fixture.with(file, text.replace("\\n", "\n")).failure();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains(fixture.directory().toString()), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tests/state.json   | tests/test.sh: is not run beside tests/state.json",
        "tests/grading.json | tests/test.sh: is not looked at beside tests/grading.json",
      })
  void ofTwoWaysToJudgeATaskOneIsTooMuch(String file, String expected) {
    String message = fixture.with(file, "{}").failure();
    assertTrue(message.contains(expected), message);
    assertTrue(message.contains("; remove one of them"), message);
  }

  @Test
  void aStateBesideAGradingIsTooMuch() {
    String message =
        fixture
            .without("tests/test.sh")
            .with("tests/state.json", "{}")
            .with("tests/grading.json", "{}")
            .failure();
    assertTrue(
        message.contains("tests/state.json: is not looked at beside tests/grading.json"), message);
  }

  @ParameterizedTest
  @CsvSource({"instruction.md", "environment/Dockerfile", "tests/test.sh", "task.toml"})
  void aMissingFileIsNamed(String file) {
    String message = fixture.without(file).failure();
    assertTrue(message.contains(file.replaceFirst(".*/", "")), message);
  }

  @Test
  void allProblemsOfAllTasksComeAtOnce() {
    fixture.with("task.toml", "a = 1\nb = 2\n");
    new TaskFixture(root, root.resolve("swe/other")).with("task.toml", "c = 3\n");
    String message = fixture.failure();
    for (String key :
        List.of("fix-x/task.toml: a:", "fix-x/task.toml: b:", "other/task.toml: c:")) {
      assertTrue(message.contains(key), message);
    }
  }
}
