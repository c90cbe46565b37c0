package dev.millrace.rollout.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Where chat formats come from.
public final class ChatFormats {
  private ChatFormats() {}

  /// The bundled tokenizer with its own chat template: ChatML turns, tool calls as JSON between
  /// `<tool_call>` tags, results between `<tool_response>` tags, reasoning between `<think>` tags.
  /// Its renderings are prefix-stable: each message's text does not depend on what follows it.
  public static ChatFormat bundled() {
    return Holder.BUNDLED;
  }

  private static ChatFormat load() {
    try {
      JsonNode config = new ObjectMapper().readTree(Bundled.read("tokenizer_config.json"));
      return new HermesFormat(
          "millrace-bundled", Tokenizers.bundled(), config.required("chat_template").asText());
    } catch (IOException e) {
      throw new UncheckedIOException("tokenizer_config.json of the bundled tokenizer", e);
    }
  }

  private static final class Holder {
    static final ChatFormat BUNDLED = load();
  }
}
