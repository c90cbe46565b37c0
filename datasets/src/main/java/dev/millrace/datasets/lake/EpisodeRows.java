package dev.millrace.datasets.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Episodes to rows of [EpisodesTable] and back; only workspace archives and what is finer than a
/// microsecond of the start are lost.
final class EpisodeRows {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final List<String> PARTS =
      List.of("correctness", "coverage", "tokens", "tool_success", "progress");

  private EpisodeRows() {}

  static Row row(ScoredTrajectory scored, OffsetRange range) {
    Row row = new Row(EpisodesTable.TABLE);
    Trajectory trajectory = scored.trajectory();
    putEpisode(row, trajectory);
    putOutcome(row, trajectory.outcome());
    putJudgement(row, scored.judgement());
    putEvents(row, trajectory.events());
    WorkspaceDelta workspace = trajectory.end().workspace();
    row.put("workspace_digest", workspace == null ? null : workspace.digest())
        .put("workspace_bytes", workspace == null ? null : workspace.sizeBytes())
        .put("answer", trajectory.end().answer())
        .put(
            "checkpoints_json", EpisodeJson.array(trajectory.end().checkpoints(), EventsJson::fill))
        .put("steps_json", StepsJson.of(trajectory.end().steps()))
        .put("tools_json", EpisodeJson.array(trajectory.tools(), EpisodeJson::fill))
        .put("messages_json", EpisodeJson.array(trajectory.messages(), EpisodeJson::fill));
    return row.put("kafka_topic", range.topic())
        .put("kafka_partition", range.partition())
        .put("kafka_first_offset", range.first())
        .put("kafka_last_offset", range.last());
  }

  private static void putEpisode(Row row, Trajectory trajectory) {
    Episode episode = trajectory.episode();
    Provenance provenance = trajectory.provenance();
    row.put("episode_id", episode.id().value())
        .put("task_id", episode.task().id().value())
        .put("group_id", episode.group().value())
        .put("family", episode.task().family())
        .put("member", episode.member())
        .put("attempt", episode.attempt())
        .put("seed", episode.seed())
        .put("policy", episode.policy())
        .put("task_digest", episode.task().digest())
        .put("source", provenance.source())
        .put("harness", provenance.harness())
        .put("sandbox", provenance.sandbox())
        .put("facts_json", EpisodeJson.strings(provenance.facts()));
  }

  private static void putOutcome(Row row, Outcome outcome) {
    row.put("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    switch (outcome) {
      case Outcome.Completed(Outcome.Ending ending) -> row.put("ending", EventsJson.lower(ending));
      case Outcome.Truncated(Outcome.Limit limit) -> row.put("limit", EventsJson.lower(limit));
      case Outcome.Failed(Failure failure) ->
          row.put("failure_boundary", failure.boundary()).put("failure_detail", failure.detail());
      case Outcome.Cancelled(String reason) -> row.put("cancel_reason", reason);
    }
  }

  static void putJudgement(Row row, Judgement judgement) {
    row.put("scored", judgement instanceof Judgement.Scored)
        .put("flags_json", EpisodeJson.array(judgement.flags(), EventsJson::fill));
    switch (judgement) {
      case Judgement.Unscored(Failure failure, _) ->
          row.put("unscored_boundary", failure.boundary()).put("unscored_detail", failure.detail());
      case Judgement.Scored(Score score) -> {
        PARTS.forEach(part -> row.put(part, score.parts().get(part)));
        ObjectNode parts = EpisodeJson.MAPPER.createObjectNode();
        score.parts().forEach(parts::put);
        Rating rating = score.rating();
        row.put("total", score.total())
            .put("parts_json", parts.toString())
            .put("formula_digest", score.formulaDigest())
            .put("judged", score.isJudged())
            .put("judge_json", rating == null ? null : RatingJson.of(rating))
            .put("tests_json", EpisodeJson.array(score.tests(), EventsJson::fill))
            .put("potentials_json", EpisodeJson.array(score.progress(), EventsJson::fill));
      }
    }
  }

  private static void putEvents(Row row, Trajectory.Events events) {
    Usage usage = events.usage();
    Timings timings = events.timings();
    row.put("num_turns", usage.turns())
        .put("num_tool_calls", usage.toolCalls())
        .put("num_tool_errors", usage.toolErrors())
        .put("prompt_tokens", usage.promptTokens())
        .put("sampled_tokens", usage.sampledTokens())
        .put("started_at", timings.startedAt())
        .put("total_ms", millis(timings.total()))
        .put("setup_ms", millis(timings.setup()))
        .put("model_ms", millis(timings.model()))
        .put("tools_ms", millis(timings.tools()))
        .put("model_calls_json", EpisodeJson.array(events.modelCalls(), EventsJson::fill))
        .put(
            "model_latency_ms",
            events.modelCalls().stream().mapToDouble(call -> millis(call.latency())).toArray())
        .put("tool_executions_json", EpisodeJson.array(events.toolExecutions(), EventsJson::fill))
        .put(
            "tool_duration_ms",
            events.toolExecutions().stream()
                .mapToDouble(execution -> millis(execution.duration()))
                .toArray());
  }

  static ScoredTrajectory read(Row row, List<Branch> branches) {
    return new ScoredTrajectory(
        new Trajectory(
            episode(row),
            EpisodeJson.items(row.string("tools_json"), EpisodeJson::tool),
            EpisodeJson.items(row.string("messages_json"), EpisodeJson::message),
            events(row),
            branches,
            outcome(row),
            end(row),
            new Provenance(
                row.string("source"),
                row.string("harness"),
                row.string("sandbox"),
                EpisodeJson.strings(EpisodeJson.parse(row.string("facts_json"))))),
        judgement(row));
  }

  static Episode episode(Row row) {
    return new Episode(
        new EpisodeId(row.string("episode_id")),
        new TaskRef(
            new TaskId(row.string("task_id")), row.string("family"), row.string("task_digest")),
        new GroupId(row.string("group_id")),
        row.int32("member"),
        row.int32("attempt"),
        row.int64("seed"),
        row.string("policy"));
  }

  private static Trajectory.Events events(Row row) {
    return new Trajectory.Events(
        timed(row, "model_calls_json", "model_latency_ms", EventsJson::modelCall),
        timed(row, "tool_executions_json", "tool_duration_ms", EventsJson::toolExecution),
        new Usage(
            row.int32("num_turns"),
            row.int64("prompt_tokens"),
            row.int64("sampled_tokens"),
            row.int32("num_tool_calls"),
            row.int32("num_tool_errors")),
        new Timings(
            row.instant("started_at"),
            duration(row.float64("total_ms")),
            duration(row.float64("setup_ms")),
            duration(row.float64("model_ms")),
            duration(row.float64("tools_ms"))));
  }

  private static <T> List<T> timed(
      Row row, String json, String times, BiFunction<JsonNode, Duration, T> read) {
    JsonNode nodes = EpisodeJson.parse(row.string(json));
    double[] millis = row.doubles(times);
    if (nodes.size() != millis.length) {
      throw new LakeException(
          "episode "
              + row.string("episode_id")
              + " has "
              + nodes.size()
              + " items in "
              + json
              + " and "
              + millis.length
              + " in "
              + times,
          null);
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < millis.length; i++) {
      items.add(read.apply(nodes.get(i), duration(millis[i])));
    }
    return items;
  }

  static Outcome outcome(Row row) {
    return switch (row.string("outcome")) {
      case "completed" ->
          new Outcome.Completed(
              Outcome.Ending.valueOf(row.string("ending").toUpperCase(Locale.ROOT)));
      case "truncated" ->
          new Outcome.Truncated(
              Outcome.Limit.valueOf(row.string("limit").toUpperCase(Locale.ROOT)));
      case "failed" ->
          new Outcome.Failed(failure(row.string("failure_boundary"), row.string("failure_detail")));
      case "cancelled" -> new Outcome.Cancelled(row.string("cancel_reason"));
      default ->
          throw new LakeException(
              "episode " + row.string("episode_id") + " has the outcome " + row.string("outcome"),
              null);
    };
  }

  static Judgement judgement(Row row) {
    if (!row.bool("scored")) {
      return new Judgement.Unscored(
          failure(row.string("unscored_boundary"), row.string("unscored_detail")), flags(row));
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    EpisodeJson.parse(row.string("parts_json"))
        .properties()
        .forEach(part -> parts.put(part.getKey(), part.getValue().asDouble()));
    String rating = row.stringOrNull("judge_json");
    return new Judgement.Scored(
        new Score(
            parts,
            row.float64("total"),
            row.string("formula_digest"),
            EpisodeJson.items(row.string("tests_json"), EventsJson::test),
            EpisodeJson.items(row.string("potentials_json"), EventsJson::potential),
            flags(row),
            rating == null ? null : RatingJson.read(EpisodeJson.parse(rating))));
  }

  /// Of older rows without a verdict there are none.
  private static List<Flag> flags(Row row) {
    String flags = row.stringOrNull("flags_json");
    return flags == null ? List.of() : EpisodeJson.items(flags, EventsJson::flag);
  }

  static @Nullable WorkspaceDelta workspace(Row row) {
    String digest = row.stringOrNull("workspace_digest");
    return digest == null
        ? null
        : WorkspaceDelta.storedElsewhere(digest, row.int64("workspace_bytes"));
  }

  private static Trajectory.End end(Row row) {
    return new Trajectory.End(
        row.stringOrNull("answer"),
        workspace(row),
        EpisodeJson.items(row.string("checkpoints_json"), EventsJson::checkpoint),
        StepsJson.read(row.stringOrNull("steps_json")));
  }

  static Failure failure(String boundary, String detail) {
    return switch (boundary) {
      case "agent" -> new Failure.Agent(detail);
      case "environment" -> new Failure.Environment(detail);
      case "sandbox" -> new Failure.Sandbox(detail);
      case "verifier" -> new Failure.Verifier(detail);
      case "engine" -> new Failure.Engine(detail);
      case "gateway" -> new Failure.Gateway(detail);
      case "judge" -> new Failure.Judge(detail);
      case "budget" -> new Failure.Budget(detail);
      default -> throw new LakeException("no failure crosses the boundary " + boundary, null);
    };
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }

  private static Duration duration(double millis) {
    return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
  }
}
