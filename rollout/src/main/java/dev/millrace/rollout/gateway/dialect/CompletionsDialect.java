package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Ask;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Delivery;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.markup.TurnEvent;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /v1/completions`: the prompt is given to the chat model as a user's message, because a
/// turn outside the chat template would be no turn of the episode.
final class CompletionsDialect implements Dialect {
  @Override
  public DialectRequest read(byte[] body) {
    JsonNode request = Json.request(body);
    OpenAi.refuseMany(request);
    List<String> prompt = Json.texts(request, "prompt");
    if (prompt.size() != 1) {
      throw Problem.invalid(
          "\"prompt\" holds " + prompt.size() + " texts; one at a time can be completed");
    }
    Ask.Wishes wishes =
        new Ask.Wishes(
            Json.textOrNull(request, "model"),
            null,
            Json.intOrNull(request, "max_tokens"),
            Json.texts(request, "stop"),
            false);
    Ask ask = new Ask(List.of(new Message.User(prompt.getFirst())), List.of(), wishes, List.of());
    boolean usage = Json.flag(request.path("stream_options"), "include_usage");
    return new DialectRequest(
        ask,
        Json.flag(request, "stream") ? Delivery.STREAM : Delivery.WHOLE,
        heading -> new Writer(heading, usage));
  }

  @Override
  public byte[] error(Problem problem) {
    return OpenAi.error(problem);
  }

  private record Writer(Heading heading, boolean usage) implements AnswerWriter {
    @Override
    public byte[] whole(Finished turn) {
      ObjectNode completion = chunk(turn.message().content(), reason(turn));
      completion.set("usage", OpenAi.usage(turn.promptTokens(), turn.sampledTokens()));
      return Json.bytes(completion);
    }

    private static String reason(Finished turn) {
      return turn.finish() == FinishReason.LENGTH ? "length" : "stop";
    }

    @Override
    public String begin() {
      return "";
    }

    @Override
    public String hear(TurnEvent event) {
      return event instanceof TurnEvent.Content(String text) ? Sse.data(chunk(text, null)) : "";
    }

    @Override
    public String end(Finished turn) {
      String last = Sse.data(chunk("", reason(turn)));
      if (usage) {
        ObjectNode chunk = chunk("", null);
        chunk.putArray("choices");
        chunk.set("usage", OpenAi.usage(turn.promptTokens(), turn.sampledTokens()));
        last += Sse.data(chunk);
      }
      return last + Sse.DONE;
    }

    @Override
    public String fail(Problem problem) {
      ObjectNode error = Json.object();
      error.set("error", OpenAi.errorBody(problem));
      return Sse.data(error) + Sse.DONE;
    }

    @Override
    public String keepAlive() {
      return Sse.COMMENT;
    }

    private ObjectNode chunk(String text, @Nullable String reason) {
      ObjectNode chunk = Json.object();
      chunk.put("id", "cmpl-" + heading.id()).put("object", "text_completion");
      chunk.put("created", heading.createdSeconds()).put("model", heading.model());
      ObjectNode choice = chunk.putArray("choices").addObject();
      choice.put("index", 0).put("text", text).putNull("logprobs").put("finish_reason", reason);
      return chunk;
    }
  }
}
