package dev.millrace.rollout.policy.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.policy.PolicyTasks;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPlannerTest {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final FaultPlanner ALWAYS = new FaultPlanner(1.0);
  private static final int EPISODES = 2000;

  @TempDir Path context;
  private Task repository = PolicyTasks.repository(null, null);

  @BeforeEach
  void writeContext() throws IOException {
    Files.createDirectories(context.resolve("repo/tests"));
    Files.writeString(context.resolve("repo/tests/test_main.py"), "assert main.f(1) == 2\n");
    Files.writeString(context.resolve("repo/main.py"), "def f(x):\n    return x\n");
    repository = PolicyTasks.repository(context, null);
  }

  private static List<SolutionPlan> plans(Task task) {
    return LongStream.range(0, EPISODES).mapToObj(seed -> ALWAYS.plan(task, seed, 1)).toList();
  }

  private static Map<String, Integer> faults(Task task) {
    Map<String, Integer> counts = new TreeMap<>();
    for (SolutionPlan plan : plans(task)) {
      Set<String> kinds = new TreeSet<>();
      plan.turns().forEach(turn -> kinds.add(turn.labels().getOrDefault("fault", "")));
      kinds.remove("");
      kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
    }
    return counts;
  }

  @Test
  void everyKindThatFitsATaskIsPlantedOften() {
    Map<String, Integer> seen = faults(repository);
    assertEquals(
        Set.of(
            "malformed_arguments",
            "wrong_path",
            "edit_mismatch",
            "failing_command",
            "gives_up_early",
            "claims_untested",
            "edits_tests"),
        seen.keySet());
    assertTrue(seen.values().stream().allMatch(count -> count > EPISODES / 30), seen.toString());
    assertEquals(
        Set.of(
            "malformed_arguments",
            "unknown_function",
            "wrong_id",
            "invalid_arguments",
            "gives_up_early",
            "claims_untested"),
        faults(PolicyTasks.shop()).keySet());
    assertEquals(
        Set.of("malformed_arguments", "wrong_answer"), faults(PolicyTasks.question()).keySet());
  }

  @Test
  void samePlanForTheSameTaskSeedAndMember() {
    assertEquals(ALWAYS.plan(repository, 5, 2), ALWAYS.plan(repository, 5, 2));
    assertTrue(
        plans(repository).stream().distinct().count() > 100, "seeds should give other plans");
  }

  @Test
  void memberZeroIsAlwaysCleanAndTheShareIsKept() {
    FaultPlanner half = new FaultPlanner(0.5);
    assertEquals(
        0, LongStream.range(0, 200).filter(s -> isFaulty(half.plan(repository, s, 0))).count());
    long faulty =
        LongStream.range(0, EPISODES).filter(s -> isFaulty(half.plan(repository, s, 1))).count();
    assertEquals(0.5, (double) faulty / EPISODES, 0.04);
    assertThrows(IllegalArgumentException.class, () -> new FaultPlanner(1.5));
  }

  private static boolean isFaulty(SolutionPlan plan) {
    return plan.turns().stream().anyMatch(turn -> turn.labels().containsKey("fault"));
  }

  @Test
  void mostSlipsAreMadeGoodByTheRightStepThatFollowsAtOnce() {
    int slips = 0;
    int recovered = 0;
    for (SolutionPlan plan : plans(repository)) {
      for (int i = 0; i < plan.turns().size(); i++) {
        String kind = plan.turns().get(i).labels().get("fault");
        if (kind != null && Slip.ALL.stream().anyMatch(s -> s.kind().label().equals(kind))) {
          slips++;
          recovered += kind.equals(plan.turn(i + 1).labels().get("recovers")) ? 1 : 0;
        }
      }
    }
    assertEquals(0.87, (double) recovered / slips, 0.03);
  }

  @Test
  void faultyCallsDifferFromTheStepsAndOnlyBrokenOnesAreMalformed() {
    for (Task task : List.of(repository, PolicyTasks.shop(), PolicyTasks.question())) {
      Set<String> right = new TreeSet<>();
      ALWAYS.plan(task, 0, 0).turns().forEach(turn -> right.add(turn.message().toString()));
      for (SolutionPlan plan : plans(task)) {
        for (PlannedTurn turn : plan.turns()) {
          ParsedTurn read =
              FORMAT.parse(FORMAT.renderTurn(turn.message()), "", List.of(), new CallIds());
          boolean broken = Objects.equals(turn.labels().get("fault"), "malformed_arguments");
          assertEquals(broken, !read.malformed().isEmpty(), () -> turn.message().toString());
          if (turn.labels().containsKey("fault")) {
            assertEquals(false, right.contains(turn.message().toString()));
          }
        }
      }
    }
  }

  @Test
  void tamperingWritesAVisibleTestAndNothingElse() {
    Set<String> paths = new TreeSet<>();
    for (SolutionPlan plan : plans(repository)) {
      for (PlannedTurn turn : plan.turns()) {
        turn.message().toolCalls().stream()
            .filter(call -> call.name().equals("write_file"))
            .forEach(
                call -> paths.add(StepJson.object(call.argumentsJson()).path("path").asText()));
      }
    }
    assertEquals(Set.of("/app/tests/test_main.py"), paths);
  }

  @Test
  void wrongAnswerIsAnotherValue() {
    Set<String> answers = new TreeSet<>();
    for (SolutionPlan plan : plans(PolicyTasks.question())) {
      plan.turns().stream()
          .filter(turn -> "wrong_answer".equals(turn.labels().get("fault")))
          .forEach(turn -> answers.add(turn.message().toolCalls().get(0).argumentsJson()));
    }
    assertEquals(Set.of("{\"answer\": \"52.5 km\"}"), answers);
  }

  @Test
  void scriptAloneIsOneStep() throws IOException {
    Path script = context.resolve("solve.sh");
    Files.writeString(script, "touch done\n");
    SolutionPlan plan = ALWAYS.plan(PolicyTasks.repository(context, script), 1, 0);
    assertEquals(
        List.of("{\"command\": \"touch done\\n\"}", "{\"answer\": \"Done.\"}"),
        plan.turns().stream()
            .map(turn -> turn.message().toolCalls().get(0).argumentsJson())
            .toList());
  }
}
