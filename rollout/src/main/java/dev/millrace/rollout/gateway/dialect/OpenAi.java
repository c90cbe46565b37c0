package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Finished.TokenLogprob;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What chat completions, completions and Responses share.
final class OpenAi {
  private static final String ANY_OBJECT = "{\"type\":\"object\",\"properties\":{}}";

  private OpenAi() {}

  static byte[] error(Problem problem) {
    ObjectNode error = Json.object();
    error.set("error", errorBody(problem));
    return Json.bytes(error);
  }

  static ObjectNode errorBody(Problem problem) {
    ObjectNode body = Json.object();
    body.put("message", problem.text());
    body.put("type", type(problem.kind()));
    body.putNull("param");
    body.put("code", code(problem.kind()));
    return body;
  }

  private static String type(Problem.Kind kind) {
    return switch (kind) {
      case INVALID, NOT_FOUND, METHOD, TOO_LARGE, UNAUTHORIZED -> "invalid_request_error";
      case LIMIT -> "insufficient_quota";
      case BROKEN, ENGINE -> "server_error";
    };
  }

  private static String code(Problem.Kind kind) {
    return switch (kind) {
      case INVALID -> "invalid_request";
      case UNAUTHORIZED -> "invalid_api_key";
      case NOT_FOUND -> "model_not_found";
      case METHOD -> "method_not_allowed";
      case TOO_LARGE -> "request_too_large";
      case LIMIT -> "episode_limit_reached";
      case BROKEN -> "gateway_broke";
      case ENGINE -> "engine_failed";
    };
  }

  /// A tool from `{name, description, parameters}`.
  static ToolSpec function(JsonNode function, String where) {
    String name = Json.required(function, "name", where);
    if (name.isBlank()) {
      throw Problem.invalid(where + " has a blank \"name\"");
    }
    JsonNode parameters = function.path("parameters");
    if (!Json.isAbsent(parameters) && !parameters.isObject()) {
      throw Problem.invalid(
          "\"parameters\" of tool " + name + " is " + Json.kind(parameters) + ", not an object");
    }
    String schema = Json.isAbsent(parameters) ? ANY_OBJECT : Json.text(parameters);
    return new ToolSpec(name, Json.optional(function, "description"), schema);
  }

  static void refuseMany(JsonNode request, String field) {
    Integer n = Json.intOrNull(request, field);
    if (n != null && n != 1) {
      throw Problem.invalid("\"" + field + "\" is " + n + "; one answer at a time can be had");
    }
  }

  static ObjectNode usage(Finished turn) {
    ObjectNode usage = Json.object();
    usage.put("prompt_tokens", turn.promptTokens());
    usage.put("completion_tokens", turn.sampledTokens());
    usage.put("total_tokens", turn.promptTokens() + turn.sampledTokens());
    usage.putObject("prompt_tokens_details").put("cached_tokens", turn.cachedTokens());
    return usage;
  }

  static String finish(Finished turn) {
    if (turn.isCutShort()) {
      return "length";
    }
    return turn.message().toolCalls().isEmpty() ? "stop" : "tool_calls";
  }

  /// The `logprobs` of a chat choice.
  static ObjectNode logprobs(List<TokenLogprob> tokens) {
    ObjectNode logprobs = Json.object();
    var content = logprobs.putArray("content");
    for (TokenLogprob token : tokens) {
      ObjectNode entry = content.addObject();
      entry.put("token", token.token());
      if (Float.isNaN(token.logprob())) {
        entry.putNull("logprob");
      } else {
        entry.put("logprob", token.logprob());
      }
      var bytes = entry.putArray("bytes");
      for (byte b : token.token().getBytes(StandardCharsets.UTF_8)) {
        bytes.add(b & 0xff);
      }
      entry.putArray("top_logprobs");
    }
    logprobs.putNull("refusal");
    return logprobs;
  }
}
