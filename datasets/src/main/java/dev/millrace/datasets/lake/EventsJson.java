package dev.millrace.datasets.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.ThinkingMode;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What happened in an episode and what was seen, as JSON. Durations are not in it: they stand in
/// columns of their own.
final class EventsJson {
  private EventsJson() {}

  static void fill(ObjectNode to, ModelCall call) {
    to.put("turn", call.turn())
        .put("branch", call.branch().value())
        .put("prompt_tokens", call.promptTokens())
        .put("prompt_digest", call.promptDigest())
        .put("sampled_tokens", call.sampledTokens())
        .put("finish", lower(call.finish()));
    ObjectNode labels = to.putObject("labels");
    new TreeMap<>(call.labels()).forEach(labels::put);
    SamplingFacts sampling = call.sampling();
    if (sampling == null) {
      to.putNull("sampling");
    } else {
      to.putObject("sampling")
          .put("engine", sampling.engine())
          .put("temperature", sampling.temperature())
          .put("top_p", sampling.topP())
          .put("top_k", sampling.topK())
          .put("logprobs", lower(sampling.logprobs()))
          .put("distribution", lower(sampling.distribution()));
    }
  }

  static ModelCall modelCall(JsonNode node, Duration latency) {
    return new ModelCall(
        node.path("turn").asInt(),
        new BranchId(node.path("branch").asText()),
        node.path("prompt_tokens").asInt(),
        node.path("prompt_digest").asText(),
        node.path("sampled_tokens").asInt(),
        FinishReason.valueOf(upper(node, "finish")),
        latency,
        EpisodeJson.strings(node.path("labels")),
        sampling(node.path("sampling")));
  }

  private static @Nullable SamplingFacts sampling(JsonNode node) {
    return node.isObject()
        ? new SamplingFacts(
            node.path("engine").asText(),
            node.path("temperature").asDouble(),
            node.path("top_p").asDouble(),
            node.path("top_k").asInt(),
            LogprobKind.valueOf(upper(node, "logprobs")),
            Distribution.valueOf(upper(node, "distribution")))
        : null;
  }

  /// A turn's place in the list of turns is its place in the branch.
  static void fillThinking(ObjectNode to, Turn turn) {
    Thinking thinking = turn.thinking();
    if (thinking != null) {
      to.put("on", thinking.on())
          .put("past_visible", thinking.pastVisible())
          .put("mode", lower(thinking.mode()));
    }
  }

  /// Null where nothing is known, stored as an empty object.
  static @Nullable Thinking thinking(JsonNode node) {
    return node.has("mode")
        ? new Thinking(
            node.path("on").asBoolean(),
            node.path("past_visible").asBoolean(),
            ThinkingMode.valueOf(upper(node, "mode")))
        : null;
  }

  static void fill(ObjectNode to, ToolExecution execution) {
    to.put("turn", execution.turn())
        .put("call_id", execution.callId())
        .put("name", execution.name())
        .put("status", lower(execution.status()))
        .put("exit_code", execution.exitCode());
  }

  static ToolExecution toolExecution(JsonNode node, Duration duration) {
    return new ToolExecution(
        node.path("turn").asInt(),
        node.path("call_id").asText(),
        node.path("name").asText(),
        ToolStatus.valueOf(upper(node, "status")),
        EpisodeJson.intOrNull(node, "exit_code"),
        duration);
  }

  static void fill(ObjectNode to, Flag flag) {
    to.put("kind", flag.kind())
        .put("turn", flag.turn())
        .put("where", flag.where())
        .put("seen", flag.seen());
  }

  static Flag flag(JsonNode node) {
    return new Flag(
        node.path("kind").asText(),
        EpisodeJson.intOrNull(node, "turn"),
        node.path("where").asText(),
        node.path("seen").asText());
  }

  static void fill(ObjectNode to, TestResult test) {
    to.put("name", test.name()).put("status", lower(test.status())).put("message", test.message());
  }

  static TestResult test(JsonNode node) {
    return new TestResult(
        node.path("name").asText(),
        TestResult.Status.valueOf(upper(node, "status")),
        EpisodeJson.textOrNull(node, "message"));
  }

  static void fill(ObjectNode to, Potential potential) {
    to.put("turns_done", potential.turnsDone())
        .put("tokens", potential.tokens())
        .put("value", potential.value());
    Double gain = potential.gain();
    if (gain != null) {
      to.put("gain", gain);
    }
  }

  static Potential potential(JsonNode node) {
    return new Potential(
        node.path("turns_done").asInt(),
        node.path("tokens").asLong(),
        node.path("value").asDouble(),
        node.has("gain") ? (Double) node.path("gain").asDouble() : null);
  }

  static void fill(ObjectNode to, Checkpoint checkpoint) {
    to.put("turn", checkpoint.turn())
        .put("tokens", checkpoint.tokens())
        .put("digest", checkpoint.state().digest())
        .put("size_bytes", checkpoint.state().sizeBytes());
  }

  static Checkpoint checkpoint(JsonNode node) {
    return new Checkpoint(
        node.path("turn").asInt(),
        node.path("tokens").asLong(),
        WorkspaceDelta.storedElsewhere(
            node.path("digest").asText(), node.path("size_bytes").asLong()));
  }

  static void fill(ObjectNode to, VersionSpan span) {
    to.put("start", span.start())
        .put("end", span.end())
        .put("policy", span.version().policy())
        .put("version", span.version().version());
  }

  static VersionSpan versionSpan(JsonNode node) {
    return new VersionSpan(
        node.path("start").asInt(),
        node.path("end").asInt(),
        new PolicyVersion(node.path("policy").asText(), node.path("version").asInt()));
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(JsonNode node, String field) {
    return node.path(field).asText().toUpperCase(Locale.ROOT);
  }
}
