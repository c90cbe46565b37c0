package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Artifact;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTasksTest {
  @TempDir Path root;
  private TaskFixture fixture = new TaskFixture(Path.of(""), Path.of(""));

  @BeforeEach
  void twoSteps() {
    fixture =
        TaskFixture.in(root)
            .without("instruction.md")
            .with("steps/first/instruction.md", "Begin.\n")
            .with("steps/first/workdir/setup.sh", "true\n")
            .with("steps/first/solution/solve.sh", "echo\n")
            .with("steps/second/instruction.md", "End.\n")
            .with("steps/second/tests/test.sh", "#!/bin/bash\n")
            .with(
                "task.toml",
                """
                schema_version = "1.4"
                artifacts = ["/app/all"]
                [agent]
                timeout_sec = 60
                [verifier]
                timeout_sec = 20
                env = { A = "task", B = "task" }
                [[steps]]
                name = "first"
                min_reward = 0.5
                [[steps]]
                name = "second"
                artifacts = ["/app/own"]
                [steps.agent]
                timeout_sec = 90
                [steps.verifier]
                timeout_sec = 30
                env = { B = "step" }
                """);
  }

  @Test
  void stepsAreReadInTheirOrderWithTheirOwnFiles() {
    List<TaskStep> steps = fixture.task().steps();
    assertEquals(List.of("first", "second"), steps.stream().map(TaskStep::name).toList());
    assertEquals(List.of("Begin.", "End."), steps.stream().map(TaskStep::instruction).toList());
    assertEquals(at("steps/first/workdir"), steps.get(0).workdir());
    assertNull(steps.get(1).workdir());
    Task.Solution solution = Objects.requireNonNull(steps.get(0).solution());
    assertEquals(at("steps/first/solution/solve.sh"), solution.script());
    assertEquals(Map.of("reward", 0.5), steps.get(0).minRewards());
  }

  @Test
  void aStepWithoutTestsOfItsOwnHasTheTasks() {
    List<TaskStep> steps = fixture.task().steps();
    assertEquals(at("tests"), steps.get(0).tests().directory());
    assertNull(steps.get(0).tests().grading().shared());
  }

  @Test
  void aStepsOwnTestsLieOverTheTasks() {
    TaskStep second = fixture.task().steps().get(1);
    assertEquals(at("steps/second/tests"), second.tests().directory());
    assertEquals(at("tests"), second.tests().grading().shared());
  }

  @Test
  void whatAStepDoesNotSayTheTaskDoes() {
    List<TaskStep> steps = fixture.task().steps();
    assertEquals(Duration.ofSeconds(60), steps.get(0).time());
    assertEquals(Duration.ofSeconds(90), steps.get(1).time());
    assertEquals(Duration.ofSeconds(20), steps.get(0).tests().timeout());
    assertEquals(Duration.ofSeconds(30), steps.get(1).tests().timeout());
    assertEquals(Map.of("A", "task", "B", "step"), steps.get(1).tests().grading().variables());
    assertEquals(
        List.of("/app/all", "/app/own"),
        steps.get(1).tests().grading().artifacts().stream().map(Artifact::source).toList());
  }

  @Test
  void theTaskTellsAllThatIsToldInItsTurn() {
    assertEquals("Begin.\n\nEnd.", fixture.task().instruction());
    assertEquals(Duration.ofSeconds(150), fixture.task().limits().wallTime());
  }

  @Test
  void aRubricIsTheWholeTasks() {
    fixture.with(
        "tests/rubric.toml", "[[criteria]]\nname = \"clear\"\ndescription = \"Is it clear?\"\n");
    Task task = fixture.task();
    assertEquals("clear", task.rubric().orElseThrow().criteria().getFirst().name());
    assertEquals("Begin.\n\nEnd.", task.instruction());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rubric.toml", "grading.json", "state.json"})
  void whatJudgesWholeTasksIsRefusedInAStep(String file) {
    String message = fixture.with("steps/second/tests/" + file, "{}").failure();
    assertTrue(
        message.contains("steps/second/tests/" + file + ": is not looked at: a step has test.sh"),
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grading.json", "state.json"})
  void whatJudgesWholeTasksIsRefusedBesideSteps(String file) {
    String message = fixture.with("tests/" + file, "{}").failure();
    assertTrue(
        message.contains("tests/" + file + ": judges a task as a whole, and task.toml has"),
        message);
  }

  @Test
  void aStepAloneIsATaskOfItsOwn() {
    Task task = fixture.task();
    Task first = task.only(task.steps().get(0));
    Task second = task.only(task.steps().get(1));
    assertEquals("Begin.", first.instruction());
    assertEquals(task.ref().id(), first.ref().id());
    assertNotEquals(first.ref().digest(), second.ref().digest());
    assertNotEquals(task.ref().digest(), first.ref().digest());
    assertEquals(Duration.ofSeconds(90), second.limits().wallTime());
    assertEquals(Limits.DEFAULT.turns(), second.limits().turns());
    assertEquals(task.steps().get(1).tests(), second.verification());
  }

  @Test
  void rewardsAreAddedUpAsTheTaskSays() {
    assertEquals(Steps.Strategy.MEAN, ((Steps) fixture.task().verification()).strategy());
    assertEquals(Steps.Unreached.LEFT_OUT, ((Steps) fixture.task().verification()).unreached());
    fixture.with(
        "task.toml",
        """
        multi_step_reward_strategy = "final"
        [metadata]
        unreached_steps = "zero"
        [[steps]]
        name = "first"
        min_reward = { reward = 1.0, speed = -2 }
        """);
    Steps steps = (Steps) fixture.task().verification();
    assertEquals(Steps.Strategy.FINAL, steps.strategy());
    assertEquals(Steps.Unreached.ZERO, steps.unreached());
    assertEquals(Map.of("reward", 1.0, "speed", -2.0), steps.steps().getFirst().minRewards());
  }

  @Test
  void aStepWithoutAnyTestsIsAProblemThatNamesItsPlace() {
    fixture.without("tests/test.sh");
    String message = fixture.failure();
    assertTrue(message.contains("steps/first/tests: expected test.sh here"), message);
  }

  @Test
  void aStepWithoutAnInstructionIsAProblemThatNamesItsPlaceOnce() {
    fixture.without("steps/second/instruction.md");
    String message = fixture.failure();
    assertEquals(2, message.split("steps/second/instruction.md: is missing", -1).length, message);
  }

  private Path at(String name) {
    return fixture.directory().resolve(name);
  }
}
