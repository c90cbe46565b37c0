package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.gateway.dialect.CompletionsWriter.Form;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Delivery;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;

/// `POST /v1/completions`: the prompt is given to the chat model as a user's message, because a
/// turn outside the chat template would be no turn of the episode.
final class CompletionsDialect implements Dialect {
  @Override
  public DialectRequest read(byte[] body) {
    JsonNode request = Json.request(body);
    OpenAi.refuseMany(request, "n");
    OpenAi.refuseMany(request, "best_of");
    if (!Json.optional(request, "suffix").isEmpty()) {
      throw Problem.invalid("\"suffix\": nothing can be inserted before a given text");
    }
    String prompt = prompt(request);
    Form form = form(request, prompt);
    Ask.Wishes wishes =
        new Ask.Wishes(
            Json.textOrNull(request, "model"),
            null,
            Json.intOrNull(request, "max_tokens"),
            Json.texts(request, "stop"),
            form.logprobs(),
            ThinkingWishes.ofChat(request));
    Ask ask =
        new Ask(List.of(new Message.User(prompt)), List.of(), ToolChoice.NONE, wishes, List.of());
    return new DialectRequest(
        ask,
        Json.flag(request, "stream") ? Delivery.STREAM : Delivery.WHOLE,
        heading -> new CompletionsWriter(heading, form));
  }

  private static String prompt(JsonNode request) {
    JsonNode prompt = request.path("prompt");
    if (prompt.path(0).isNumber() || prompt.path(0).isArray()) {
      throw Problem.invalid("\"prompt\" holds token ids; send it as a text");
    }
    List<String> texts = Json.texts(request, "prompt");
    if (texts.size() != 1) {
      throw Problem.invalid(
          "\"prompt\" holds " + texts.size() + " texts; one at a time can be completed");
    }
    return texts.getFirst();
  }

  private static Form form(JsonNode request, String prompt) {
    Integer logprobs = Json.intOrNull(request, "logprobs");
    if (logprobs != null && logprobs < 0) {
      throw Problem.invalid("\"logprobs\" is " + logprobs + ", below 0");
    }
    boolean echoes = Json.flag(request, "echo");
    if (echoes && logprobs != null) {
      throw Problem.invalid(
          "\"echo\" with \"logprobs\": the prompt's log-probabilities are not known");
    }
    boolean usage = Json.flag(request.path("stream_options"), "include_usage");
    return new Form(echoes ? prompt : "", usage, logprobs != null);
  }

  @Override
  public byte[] error(Problem problem) {
    return OpenAi.error(problem);
  }
}
