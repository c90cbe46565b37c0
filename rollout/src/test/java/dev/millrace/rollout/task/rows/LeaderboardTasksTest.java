package dev.millrace.rollout.task.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.schema.Schema;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.calls.CallSpec.Demand;
import dev.millrace.rollout.task.calls.CallSpec.Expected;
import dev.millrace.rollout.task.calls.CallSpec.Parameter;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType.Plain;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderboardTasksTest {
  private static final String QUESTION =
      """
      {"id": "parallel_0", "question": [[{"role": "user", "content": "Play both."}]], "function": \
      [{"name": "radio.play", "description": "Plays.", "parameters": {"type": "dict", "properties": \
      {"artist": {"type": "string", "description": "who"}, "volume": {"type": "float"}, "list": \
      {"type": "tuple", "items": {"type": "integer"}}, "more": {"type": "dict", "properties": \
      {"x": {"type": "any"}}}}, "required": ["artist"]}}]}
      """;
  private static final String ANSWER =
      """
      {"id": "parallel_0", "ground_truth": [{"radio.play": {"artist": ["A B", "A"], "volume": \
      [0.5, ""]}}, {"radio.play": {"artist": ["C"], "more": [{"x": ["y", "z"]}]}}]}
      """;

  @TempDir Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    Files.createDirectory(directory.resolve("possible_answer"));
  }

  private Path questions(String name, String rows, String answers) throws IOException {
    if (!answers.isEmpty()) {
      Files.writeString(directory.resolve("possible_answer").resolve(name), answers);
    }
    return Files.writeString(directory.resolve(name), rows);
  }

  private static CallSpec spec(Task task) {
    return assertInstanceOf(Verification.FunctionCalls.class, task.verification()).spec();
  }

  @Test
  void questionAndPossibleAnswerAreATask() throws IOException {
    questions("BFCL_v4_parallel.json", QUESTION, ANSWER);
    Task task = TaskSources.open(directory).tasks().getFirst();
    assertEquals("bfcl/parallel_0", task.ref().id().value());
    assertTrue(task.instruction().startsWith("Play both.\n\nCall the functions"));
    CallSpec.Function function = spec(task).functions().getFirst();
    assertEquals(
        List.of(
            new Parameter("artist", Plain.STRING),
            new Parameter("volume", Plain.FLOAT),
            new Parameter("list", new ParameterType.Array(Plain.INTEGER, ParameterType.Form.TUPLE)),
            new Parameter("more", Plain.DICT)),
        function.parameters());
    assertEquals(List.of("artist"), function.required());
    assertEquals(
        new Demand.These(
            List.of(
                new Expected(
                    "radio.play",
                    Map.of(
                        "artist", List.of("\"A B\"", "\"A\""), "volume", List.of("0.5", "\"\""))),
                new Expected(
                    "radio.play",
                    Map.of("artist", List.of("\"C\""), "more", List.of("{\"x\":[\"y\",\"z\"]}"))))),
        spec(task).demand());
  }

  @Test
  void toolIsOfferedInJsonSchemaWithoutDots() throws IOException {
    questions("BFCL_v4_parallel.json", QUESTION, ANSWER);
    ToolSpec tool = TaskSources.open(directory).tasks().getFirst().toolbox().functions().getFirst();
    assertEquals("radio_play", tool.name());
    Schema schema = Schema.strict(tool.parametersJson());
    assertEquals(
        List.of(),
        schema.violations(
            "{\"artist\": \"A\", \"volume\": 1, \"list\": [1], \"more\": {\"x\": 3}}"));
    assertEquals(1, schema.violations("{\"artist\": \"A\", \"volume\": \"loud\"}").size());
    assertEquals(1, schema.violations("{}").size());
  }

  @Test
  void possibleAnswerIsTheReferenceSolution() throws IOException {
    questions("BFCL_v4_parallel.json", QUESTION, ANSWER);
    Task task = TaskSources.open(directory).tasks().getFirst();
    assertEquals(
        List.of(
            new SolutionStep("", "radio_play", "{\"artist\":\"A B\"}"),
            new SolutionStep("", "radio_play", "{\"artist\":\"C\",\"more\":{\"x\":\"y\"}}"),
            new SolutionStep("", "submit", "{\"answer\":\"Done.\"}")),
        Objects.requireNonNull(task.solution()).steps());
  }

  @Test
  void fileSaysWhetherNothingOrAnythingFits() throws IOException {
    Path irrelevance = questions("BFCL_v4_live_irrelevance.json", QUESTION, "");
    assertEquals(
        new Demand.Nothing(), spec(LeaderboardTasks.open(irrelevance).tasks().getFirst()).demand());
    Path relevance = questions("BFCL_v4_live_relevance.json", QUESTION, "");
    assertEquals(
        new Demand.Anything(), spec(LeaderboardTasks.open(relevance).tasks().getFirst()).demand());
  }

  @Test
  void whatCannotBeReadIsNamedWithItsLine() throws IOException {
    Path missing = questions("BFCL_v4_multiple.json", QUESTION, "");
    assertFails(missing, ":1: no answer to it in ");
    String several = QUESTION.replace("[[{", "[[{\"role\": \"user\", \"content\": \"x\"}], [{");
    assertFails(questions("BFCL_v4_parallel.json", several, ANSWER), "questions of several turns");
    String odd = QUESTION.replace("\"float\"", "\"decimal\"");
    assertFails(
        questions("BFCL_v4_parallel.json", odd, ANSWER),
        "the type of parameter volume of radio.play: expected string,");
    assertFails(questions("BFCL_v4_multi_turn_base.json", QUESTION, ANSWER), "multi_turn");
    assertFails(questions("BFCL_v4_simple_java.json", QUESTION, ANSWER), "java");
  }

  private static void assertFails(Path file, String message) {
    String found =
        String.valueOf(
            assertThrows(TaskException.class, () -> LeaderboardTasks.open(file)).getMessage());
    assertTrue(found.contains(message), found);
  }
}
