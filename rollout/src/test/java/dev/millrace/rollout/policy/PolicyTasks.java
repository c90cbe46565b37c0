package dev.millrace.rollout.policy;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tasks and episodes for tests of policies; no sandbox ever sees them.
public final class PolicyTasks {
  private static final Set<String> BUILTIN =
      Set.of("bash", "read_file", "write_file", "edit_file", "search", "submit");

  private PolicyTasks() {}

  public static Episode episode(Task task, long seed, int member) {
    GroupId group = new GroupId("g");
    EpisodeId id = Episode.idOf(group, member);
    return new Episode(id, task.ref(), group, member, 0, seed, "p");
  }

  /// A repository with a bug and a visible test.
  public static Task repository(@Nullable Path context, @Nullable Path script) {
    List<SolutionStep> steps =
        script != null
            ? List.of()
            : List.of(
                step("Look around.", "bash", "{\"command\":\"find . -type f | sort\"}"),
                step("The code.", "read_file", "{\"path\":\"app/main.py\"}"),
                step(
                    "Fix it.",
                    "edit_file",
                    "{\"path\":\"app/main.py\",\"old\":\"def f(x):\\n    return x\",\"new\":\"def"
                        + " f(x):\\n    return x + 1\"}"),
                step("Test.", "bash", "{\"command\":\"python3 -m unittest discover tests\"}"),
                step("", "submit", "{\"answer\":\"f adds one.\"}"));
    return task(
        "swe/fix",
        new Environment(
            List.of(new Environment.Step.Copy(List.of("repo/"), "/app/")),
            Map.of(),
            "/app",
            context,
            "d"),
        new Toolbox(BUILTIN, List.of(), List.of()),
        new Verification.TestScript(
            Path.of("tests"), Duration.ofSeconds(60), List.of("/app/tests")),
        new Task.Solution(script, steps));
  }

  /// Function calls against a shop.
  public static Task shop() {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"order_id\":{\"type\":\"string\"}},"
            + "\"required\":[\"order_id\"]}";
    return task(
        "tools/refund",
        empty(),
        new Toolbox(
            Set.of("submit"),
            List.of(
                new ToolSpec("get_order", "Reads an order.", schema),
                new ToolSpec("refund_order", "Refunds an order.", schema)),
            List.of("shop")),
        new Verification.StateCheck("/state.json", List.of()),
        new Task.Solution(
            null,
            List.of(
                step("The order?", "get_order", "{\"order_id\":\"ORD-17\"}"),
                step("Refund it.", "refund_order", "{\"order_id\":\"ORD-17\"}"),
                step("", "submit", "{\"answer\":\"Refunded.\"}"))));
  }

  /// A question with a value for an answer and no solution beside it.
  public static Task question() {
    return task(
        "answer/sum",
        empty(),
        new Toolbox(Set.of("submit"), List.of(), List.of()),
        new Verification.ExpectedAnswer("42.5 km", Verification.ExpectedAnswer.Kind.NUMBER, 0.001),
        null);
  }

  /// A task that nobody solved.
  public static Task unsolved() {
    return task(
        "swe/open",
        empty(),
        new Toolbox(BUILTIN, List.of(), List.of()),
        new Verification.TestScript(Path.of("tests"), Duration.ofSeconds(60), List.of()),
        null);
  }

  private static SolutionStep step(String say, String tool, String argumentsJson) {
    return new SolutionStep(say, tool, argumentsJson);
  }

  private static Environment empty() {
    return new Environment(List.of(), Map.of(), "/", null, "d");
  }

  private static Task task(
      String id,
      Environment environment,
      Toolbox toolbox,
      Verification verification,
      Task.@Nullable Solution solution) {
    TaskRef ref = new TaskRef(new TaskId(id), id.substring(0, id.indexOf('/')), "digest");
    return new Task(ref, "Do it.", environment, toolbox, verification, Limits.DEFAULT, solution);
  }
}
