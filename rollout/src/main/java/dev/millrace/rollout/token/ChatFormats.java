package dev.millrace.rollout.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Where chat formats come from.
public final class ChatFormats {
  private ChatFormats() {}

  /// The bundled tokenizer with its own chat template: ChatML turns, tool calls as JSON between
  /// `<tool_call>` tags, results between `<tool_response>` tags, reasoning between `<think>` tags.
  /// Its renderings are prefix-stable: each message's text does not depend on what follows it.
  public static ChatFormat bundled() {
    return Holder.BUNDLED;
  }

  /// The format of a model's directory in Hugging Face's layout: `tokenizer.json`, a chat template
  /// in `chat_template.jinja` or `tokenizer_config.json` (of several that for tools), the special
  /// tokens, and `eos_token_id` of `generation_config.json`.
  ///
  /// @throws UncheckedIOException when a file cannot be read
  /// @throws IllegalArgumentException when there is no tokenizer or no template in it
  /// @throws dev.millrace.rollout.template.TemplateException when the template cannot be read
  public static ChatFormat load(Path directory) {
    return new ModelDirectory(directory).format();
  }

  /// A format of these parts.
  ///
  /// @param id names it in records
  /// @param template the chat template's source
  /// @param specialTokens by their template variables: `bos_token`, `eos_token`, …
  /// @throws dev.millrace.rollout.template.TemplateException when the template cannot be read
  public static ChatFormat of(
      String id, Tokenizer tokenizer, String template, Map<String, String> specialTokens) {
    return new TemplateFormat(id, tokenizer, template, specialTokens, Set.of());
  }

  private static ChatFormat loadBundled() {
    try {
      JsonNode config = new ObjectMapper().readTree(Bundled.read("tokenizer_config.json"));
      return of(
          "millrace-bundled",
          Tokenizers.bundled(),
          config.required("chat_template").asText(),
          Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("tokenizer_config.json of the bundled tokenizer", e);
    }
  }

  private static final class Holder {
    static final ChatFormat BUNDLED = loadBundled();
  }
}
