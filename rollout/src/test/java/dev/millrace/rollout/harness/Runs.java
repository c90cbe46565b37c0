package dev.millrace.rollout.harness;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Episodes of one small task, with a clock that stands still until it is moved.
public final class Runs {
  static final ToolSpec PAY =
      new ToolSpec(
          "pay",
          "Pays.",
          """
          {"type": "object", "properties": {"cents": {"type": "integer", "minimum": 1}},
           "required": ["cents"], "additionalProperties": false}
          """);
  public static final Limits LIMITS =
      new Limits(8, 2_000, Duration.ofMinutes(5), Duration.ofSeconds(30), 1L << 30, 400);

  private Instant now = Instant.EPOCH;
  private final List<TurnEvent> events = new ArrayList<>();

  public InstantSource clock() {
    return () -> now;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  List<TurnEvent> events() {
    return events;
  }

  public EpisodeRun of(Policy policy, SandboxProvider sandboxes, Limits limits) {
    Task task = task(limits);
    GroupId group = new GroupId("g1");
    return new EpisodeRun(
        new Episode(Episode.idOf(group, 0), task.ref(), group, 0, 0, 7, policy.name()),
        task,
        policy,
        PlannedPolicy.FORMAT,
        sandboxes,
        (_, event) -> events.add(event),
        clock());
  }

  public static Task task(Limits limits) {
    return new Task(
        new TaskRef(new TaskId("swe/t"), "swe", "0".repeat(64)),
        "Fix it.",
        new Environment(List.of(), Map.of(), "/app", null, "d"),
        new Toolbox(Toolbox.BUILTIN.builtin(), List.of(PAY), List.of("python3", "/srv/s.py")),
        new ExpectedAnswer("1", ExpectedAnswer.Kind.TEXT, 0),
        limits,
        null);
  }
}
