package dev.millrace.datasets.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The column `steps_json`: the steps of an episode whose task has several, in order.
final class StepsJson {
  private StepsJson() {}

  /// Null where there are none.
  static @Nullable String of(List<StepEnd> steps) {
    return steps.isEmpty() ? null : EpisodeJson.array(steps, StepsJson::fill);
  }

  /// @param json null in rows from before there were steps, too
  static List<StepEnd> read(@Nullable String json) {
    return json == null ? List.of() : EpisodeJson.items(json, StepsJson::step);
  }

  private static void fill(ObjectNode to, StepEnd step) {
    to.put("name", step.name()).put("message", step.message()).put("turn", step.turn());
    switch (step.outcome()) {
      case Outcome.Completed(Outcome.Ending ending) ->
          to.put("outcome", "completed").put("ending", EventsJson.lower(ending));
      case Outcome.Truncated(Outcome.Limit limit) ->
          to.put("outcome", "truncated").put("limit", EventsJson.lower(limit));
      case Outcome.Failed(var failure) ->
          to.put("outcome", "failed")
              .put("failure_boundary", failure.boundary())
              .put("failure_detail", failure.detail());
      case Outcome.Cancelled(String reason) ->
          to.put("outcome", "cancelled").put("cancel_reason", reason);
    }
    WorkspaceDelta left = step.workspace();
    if (left != null) {
      to.put("digest", left.digest()).put("size_bytes", left.sizeBytes());
    }
    StepEnd.Gate gate = step.gate();
    if (gate != null) {
      ObjectNode node = to.putObject("gate").put("open", gate.open()).put("why", gate.why());
      ObjectNode rewards = node.putObject("rewards");
      new TreeMap<>(gate.rewards()).forEach(rewards::put);
    }
  }

  private static StepEnd step(JsonNode node) {
    return new StepEnd(
        node.path("name").asText(),
        node.path("message").asInt(),
        node.path("turn").asInt(),
        outcome(node),
        node.has("digest")
            ? WorkspaceDelta.storedElsewhere(
                node.path("digest").asText(), node.path("size_bytes").asLong())
            : null,
        node.has("gate") ? gate(node.path("gate")) : null);
  }

  private static Outcome outcome(JsonNode node) {
    return switch (node.path("outcome").asText()) {
      case "completed" -> new Outcome.Completed(Outcome.Ending.valueOf(upper(node, "ending")));
      case "truncated" -> new Outcome.Truncated(Outcome.Limit.valueOf(upper(node, "limit")));
      case "failed" ->
          new Outcome.Failed(
              EpisodeRows.failure(
                  node.path("failure_boundary").asText(), node.path("failure_detail").asText()));
      default -> new Outcome.Cancelled(node.path("cancel_reason").asText());
    };
  }

  private static StepEnd.Gate gate(JsonNode node) {
    Map<String, Double> rewards = new TreeMap<>();
    node.path("rewards")
        .properties()
        .forEach(entry -> rewards.put(entry.getKey(), entry.getValue().asDouble()));
    return new StepEnd.Gate(node.path("open").asBoolean(), node.path("why").asText(), rewards);
  }

  private static String upper(JsonNode node, String field) {
    return node.path(field).asText().toUpperCase(Locale.ROOT);
  }
}
