package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Delivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /v1/responses`.
final class ResponsesDialect implements Dialect {
  @Override
  public DialectRequest read(byte[] body) {
    JsonNode request = Json.request(body);
    if (Json.flag(request, "background")) {
      throw Problem.invalid("\"background\" is true; answers cannot be fetched later");
    }
    if (!Json.isAbsent(request.path("conversation"))) {
      throw Problem.invalid(
          "\"conversation\" is not known here; send the whole input, or previous_response_id");
    }
    ResponsesTools tools = ResponsesTools.read(request);
    String previous = previous(request);
    Ask.Wishes wishes =
        new Ask.Wishes(
            Json.textOrNull(request, "model"),
            previous,
            Json.intOrNull(request, "max_output_tokens"),
            List.of(),
            false,
            ThinkingWishes.ofResponses(request));
    ToolChoice choice = ToolChoices.openAi(request, tools.offered());
    Ask ask =
        new Ask(
            ResponsesInput.read(request, previous != null),
            ToolForms.shown(tools.offered(), choice),
            choice,
            wishes,
            tools.hosted());
    return new DialectRequest(
        ask,
        Json.flag(request, "stream") ? Delivery.STREAM : Delivery.WHOLE,
        heading -> new ResponsesWriter(heading, tools, echoed(request)));
  }

  /// What the answer repeats of the request.
  private static ResponsesWriter.Echoed echoed(JsonNode request) {
    JsonNode choice = request.path("tool_choice");
    JsonNode parallel = request.path("parallel_tool_calls");
    return new ResponsesWriter.Echoed(
        Json.isAbsent(choice) ? Json.textNode("auto") : choice,
        Json.isAbsent(parallel) || parallel.booleanValue());
  }

  private static @Nullable String previous(JsonNode request) {
    String id = Json.textOrNull(request, "previous_response_id");
    if (id == null || id.isEmpty()) {
      return null;
    }
    return id.startsWith(ResponsesWriter.ID_PREFIX)
        ? id.substring(ResponsesWriter.ID_PREFIX.length())
        : id;
  }

  @Override
  public byte[] error(Problem problem) {
    return OpenAi.error(problem);
  }
}
