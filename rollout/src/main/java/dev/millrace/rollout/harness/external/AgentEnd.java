package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.gateway.SessionRecord;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How an agent ended, and what is kept of it.
record AgentEnd(EpisodeRun run, AgentProfile agent, String harness, Instant startedAt) {
  static final SessionRecord NOTHING =
      new SessionRecord(
          List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), null, null);

  private static final int TAIL = 600;

  /// What it left.
  record Left(
      @Nullable ExecResult ended,
      @Nullable WorkspaceDelta workspace,
      @Nullable String answer,
      Workspace.Account sandbox) {}

  /// A status other than 0 is no failure: what such an agent left is judged like anything else.
  Outcome outcome(Left left, SessionRecord record) {
    ExecResult ended = left.ended();
    Failure failure = record.failure();
    if (failure != null) {
      return new Outcome.Failed(failure);
    }
    if (ended == null || record.modelCalls().isEmpty()) {
      return new Outcome.Failed(new Failure.Agent(neverCalled(ended)));
    }
    Sighting repetition = record.repetition();
    if (repetition != null) {
      return new Outcome.Truncated(repetition.kind().limit());
    }
    if (ended.end() == ExecResult.End.TIMED_OUT) {
      return new Outcome.Truncated(Outcome.Limit.WALL_TIME);
    }
    if (ended.exitCode() != 0) {
      Outcome.@Nullable Limit limit = limit(record.modelCalls());
      if (limit != null) {
        return new Outcome.Truncated(limit);
      }
    }
    return new Outcome.Completed(
        left.answer() == null ? Outcome.Ending.STOPPED : Outcome.Ending.SUBMITTED);
  }

  private Outcome.@Nullable Limit limit(List<ModelCall> calls) {
    Limits limits = run.task().limits();
    if (calls.stream().mapToLong(ModelCall::sampledTokens).sum() >= limits.tokens()) {
      return Outcome.Limit.TOKENS;
    }
    if (calls.size() >= limits.turns()) {
      return Outcome.Limit.TURNS;
    }
    return calls.getLast().finish() == FinishReason.LENGTH ? Outcome.Limit.CONTEXT : null;
  }

  private String neverCalled(@Nullable ExecResult ended) {
    if (ended == null) {
      return "agent " + agent.name() + " was not run";
    }
    String said = ended.stdout().strip();
    return "agent "
        + agent.name()
        + " never called the model; it ended with status "
        + ended.exitCode()
        + " and said last: "
        + said.substring(Math.max(0, said.length() - TAIL));
  }

  Trajectory trajectory(SessionRecord record, Outcome outcome, Left left) {
    List<Message> messages =
        record.messages().isEmpty()
            ? List.of(new Message.User(Instructions.of(run.task())))
            : record.messages();
    return new Trajectory(
        run.episode(),
        record.tools(),
        messages,
        new Trajectory.Events(record.modelCalls(), List.of(), usage(record), timings(record, left)),
        record.branches(),
        outcome,
        new Trajectory.End(left.answer(), left.workspace(), List.of()),
        new Provenance(
            run.policy().source(), harness, run.sandboxes().description(), facts(record, left)));
  }

  private static Usage usage(SessionRecord record) {
    List<ModelCall> calls = record.modelCalls();
    long results = record.messages().stream().filter(Message.ToolResult.class::isInstance).count();
    return new Usage(
        calls.size(),
        calls.stream().mapToLong(ModelCall::promptTokens).sum(),
        calls.stream().mapToLong(ModelCall::sampledTokens).sum(),
        (int) results,
        0);
  }

  private Timings timings(SessionRecord record, Left left) {
    Duration model =
        record.modelCalls().stream().map(ModelCall::latency).reduce(Duration.ZERO, Duration::plus);
    ExecResult ended = left.ended();
    Duration agents = ended == null ? Duration.ZERO : ended.duration();
    Duration total = Duration.between(startedAt, run.clock().instant());
    // Calls may overlap, hence their sum may be more than the agent's time.
    Duration others = agents.compareTo(model) > 0 ? agents.minus(model) : Duration.ZERO;
    return new Timings(startedAt, total, left.sandbox().setup(), model, others);
  }

  private Map<String, String> facts(SessionRecord record, Left left) {
    Map<String, String> facts = new TreeMap<>(left.sandbox().facts());
    facts.put("environment_digest", run.task().environment().digest());
    facts.put("agent", agent.name());
    facts.put("agent_version", agent.version());
    ExecResult ended = left.ended();
    if (ended != null) {
      facts.put("agent_exit_code", Integer.toString(ended.exitCode()));
    }
    Sighting repetition = record.repetition();
    if (repetition != null) {
      facts.put("watch_ended", repetition.name());
    }
    record
        .drifts()
        .forEach((cause, count) -> facts.put("branches_" + lower(cause.name()), "" + count));
    record.sideCalls().forEach((kind, count) -> facts.put("side_calls_" + lower(kind), "" + count));
    record.counts().forEach((what, count) -> facts.put("gateway_" + lower(what), "" + count));
    return facts;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }
}
