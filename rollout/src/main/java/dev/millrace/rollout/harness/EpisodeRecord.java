package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What an episode has left so far. Used by the episode's thread.
final class EpisodeRecord {
  private final EpisodeRun run;
  private final Instant startedAt;
  private final List<Message> messages = new ArrayList<>();
  private final List<ModelCall> calls = new ArrayList<>();
  private final List<ToolExecution> executions = new ArrayList<>();
  private final Map<String, String> notes = new TreeMap<>();

  EpisodeRecord(EpisodeRun run) {
    this.run = run;
    this.startedAt = run.clock().instant();
  }

  void add(Message message) {
    messages.add(message);
  }

  void add(ModelCall call) {
    calls.add(call);
  }

  void add(ToolExecution execution) {
    executions.add(execution);
  }

  /// Puts a text at the end of the newest message, which is a tool's result.
  void addToLast(String text) {
    messages.set(messages.size() - 1, extended(messages.getLast(), text));
  }

  /// A fact that goes with the trajectory.
  void note(String name, String value) {
    notes.put(name, value);
  }

  static Message extended(Message message, String text) {
    return message instanceof Message.ToolResult(String id, String name, String content)
        ? new Message.ToolResult(id, name, content + text)
        : message;
  }

  /// The calls of the newest turn that have no result, as where it ended the work.
  List<ToolCall> unanswered() {
    List<ToolCall> calls = List.of();
    Set<String> answered = new HashSet<>();
    for (Message message : messages) {
      switch (message) {
        case Message.Assistant turn -> calls = turn.toolCalls();
        case Message.ToolResult result -> answered.add(result.callId());
        case Message.SystemPrompt _, Message.User _ -> {}
      }
    }
    return calls.stream().filter(call -> !answered.contains(call.id())).toList();
  }

  int size() {
    return messages.size();
  }

  int turns() {
    return calls.size();
  }

  long sampledTokens() {
    return calls.stream().mapToLong(ModelCall::sampledTokens).sum();
  }

  ModelCall lastCall() {
    return calls.getLast();
  }

  /// What the tools of a turn did.
  List<ToolExecution> executionsOf(int turn) {
    return executions.stream().filter(execution -> execution.turn() == turn).toList();
  }

  Trajectory trajectory(
      String harness,
      List<ToolSpec> tools,
      List<Branch> branches,
      Outcome outcome,
      Trajectory.End end,
      Workspace.Account sandbox) {
    Map<String, String> facts = new TreeMap<>(sandbox.facts());
    facts.putAll(notes);
    facts.put("environment_digest", run.task().environment().digest());
    return new Trajectory(
        run.episode(),
        tools,
        messages,
        new Trajectory.Events(calls, executions, usage(), timings(sandbox.setup())),
        branches,
        outcome,
        end,
        new Provenance(run.policy().source(), harness, run.sandboxes().description(), facts));
  }

  private Usage usage() {
    return new Usage(
        calls.size(),
        calls.stream().mapToLong(ModelCall::promptTokens).sum(),
        sampledTokens(),
        executions.size(),
        (int) executions.stream().filter(execution -> execution.status().isError()).count());
  }

  private Timings timings(Duration setup) {
    Duration model = calls.stream().map(ModelCall::latency).reduce(Duration.ZERO, Duration::plus);
    Duration tools =
        executions.stream().map(ToolExecution::duration).reduce(Duration.ZERO, Duration::plus);
    Duration total = Duration.between(startedAt, run.clock().instant());
    return new Timings(startedAt, total, setup, model, tools.minus(setup));
  }
}
