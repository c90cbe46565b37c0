package dev.millrace.rewards;

import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds trajectories for tests, one call a turn, 10 sampled tokens each.
public final class Trajectories {
  private final List<Message> messages = new ArrayList<>();
  private final List<ModelCall> calls = new ArrayList<>();
  private final List<ToolExecution> executions = new ArrayList<>();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final List<StepEnd> steps = new ArrayList<>();
  private Outcome outcome = new Outcome.Completed(Outcome.Ending.SUBMITTED);
  private @Nullable String answer;
  private @Nullable WorkspaceDelta workspace;

  public Trajectories call(String tool, String argumentsJson) {
    return call(tool, argumentsJson, ToolStatus.OK);
  }

  public Trajectories call(String tool, String argumentsJson, ToolStatus status) {
    int turn = calls.size();
    String id = "call_" + turn;
    ToolCall call = new ToolCall(id, tool, argumentsJson);
    messages.add(new Message.Assistant("", null, List.of(call)));
    messages.add(new Message.ToolResult(id, tool, "done"));
    addModelCall();
    executions.add(new ToolExecution(turn, id, tool, status, null, Duration.ZERO));
    return this;
  }

  public Trajectories say(String text) {
    messages.add(new Message.Assistant(text, null, List.of()));
    addModelCall();
    return this;
  }

  public Trajectories checkpoint(WorkspaceDelta state) {
    checkpoints.add(new Checkpoint(calls.size() - 1, 10L * calls.size(), state));
    return this;
  }

  public Trajectories endingWith(WorkspaceDelta state) {
    workspace = state;
    return this;
  }

  /// Ends a step, which is the last unless another one follows.
  public Trajectories step(String name, WorkspaceDelta state) {
    steps.add(new StepEnd(name, messages.size(), calls.size(), outcome, state, null));
    return endingWith(state);
  }

  public Trajectories answering(String text) {
    answer = text;
    return this;
  }

  public Trajectories withOutcome(Outcome other) {
    outcome = other;
    return this;
  }

  public Trajectory build() {
    GroupId group = new GroupId("g");
    Episode episode =
        new Episode(
            Episode.idOf(group, 0),
            new TaskRef(new TaskId("swe/sample"), "swe", "d".repeat(64)),
            group,
            0,
            0,
            0,
            "p");
    int errors = (int) executions.stream().filter(e -> e.status().isError()).count();
    Usage usage = new Usage(calls.size(), 0, 10L * calls.size(), executions.size(), errors);
    Timings timings =
        new Timings(Instant.EPOCH, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new Trajectory(
        episode,
        List.of(),
        messages,
        new Trajectory.Events(calls, executions, usage, timings),
        List.of(),
        outcome,
        new Trajectory.End(answer, workspace, checkpoints, steps),
        new Provenance("test", "test", "memory", Map.of()));
  }

  private void addModelCall() {
    calls.add(
        new ModelCall(
            calls.size(),
            new BranchId("b"),
            1,
            "0",
            10,
            FinishReason.STOP,
            Duration.ZERO,
            Map.of(),
            null));
  }
}
