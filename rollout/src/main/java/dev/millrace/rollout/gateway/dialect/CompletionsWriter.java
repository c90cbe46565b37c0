package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.gateway.ask.Finished;
import dev.millrace.rollout.gateway.ask.Finished.TokenLogprob;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.markup.TurnEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes text completions and their chunks.
record CompletionsWriter(Heading heading, Form form) implements AnswerWriter {
  /// @param echo what the text begins with; may be empty
  /// @param usage whether the stream ends with a chunk of the usage
  /// @param logprobs whether they are given
  record Form(String echo, boolean usage, boolean logprobs) {}

  @Override
  public byte[] whole(Finished turn) {
    ObjectNode completion = last(form.echo() + turn.message().content(), turn);
    completion.set("usage", OpenAi.usage(turn));
    return Json.bytes(completion);
  }

  @Override
  public String begin() {
    return form.echo().isEmpty() ? "" : Sse.data(chunk(form.echo(), null));
  }

  @Override
  public String hear(TurnEvent event) {
    return event instanceof TurnEvent.Content(String text) ? Sse.data(chunk(text, null)) : "";
  }

  @Override
  public String end(Finished turn) {
    String last = Sse.data(last("", turn));
    if (form.usage()) {
      ObjectNode chunk = chunk("", null);
      chunk.putArray("choices");
      chunk.set("usage", OpenAi.usage(turn));
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

  @Override
  public String pulse() {
    return Sse.data(chunk("", null));
  }

  /// The chunk that ends the text, with the log-probabilities of all of it.
  private ObjectNode last(String text, Finished turn) {
    ObjectNode chunk = chunk(text, turn.isCutShort() ? "length" : "stop");
    if (form.logprobs()) {
      ((ObjectNode) chunk.path("choices").path(0)).set("logprobs", logprobs(turn.logprobs()));
    }
    return chunk;
  }

  /// The older form: columns. Offsets are into the sampled text, markup included.
  private static ObjectNode logprobs(List<TokenLogprob> tokens) {
    ObjectNode columns = Json.object();
    ArrayNode texts = columns.putArray("tokens");
    ArrayNode values = columns.putArray("token_logprobs");
    columns.putNull("top_logprobs");
    ArrayNode offsets = columns.putArray("text_offset");
    int offset = 0;
    for (TokenLogprob token : tokens) {
      texts.add(token.token());
      offsets.add(offset);
      offset += token.token().length();
      if (Float.isNaN(token.logprob())) {
        values.addNull();
      } else {
        values.add(token.logprob());
      }
    }
    return columns;
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
