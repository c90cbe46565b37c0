package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A model's directory in Hugging Face's layout, as far as its format goes.
record ModelDirectory(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ChatFormat format() {
    JsonNode config = json("tokenizer_config.json");
    Path name = path.toAbsolutePath().normalize().getFileName();
    return new TemplateFormat(
        name == null ? "model" : name.toString(),
        Tokenizers.load(path.resolve("tokenizer.json")),
        template(config),
        specialTokens(config),
        stopIds());
  }

  /// A file of its own wins; of several named ones, that for tools.
  private String template(JsonNode config) {
    Path own = path.resolve("chat_template.jinja");
    if (Files.exists(own)) {
      return text(own);
    }
    JsonNode inConfig = config.path("chat_template");
    JsonNode found = inConfig.isMissingNode() ? json("chat_template.json") : inConfig;
    if (found.isObject()) {
      found = found.path("chat_template");
    }
    if (found.isTextual()) {
      return found.asText();
    }
    for (String wanted : new String[] {"tool_use", "default"}) {
      for (JsonNode named : found) {
        if (named.path("name").asText().equals(wanted)) {
          return named.path("template").asText();
        }
      }
    }
    throw new IllegalArgumentException(
        "the model directory "
            + path
            + " has no chat template: expected chat_template.jinja, or chat_template in"
            + " tokenizer_config.json as text or as a list with tool_use or default");
  }

  /// `bos_token` and its kind, each a string or an object that holds one.
  private Map<String, String> specialTokens(JsonNode config) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (JsonNode source : new JsonNode[] {json("special_tokens_map.json"), config}) {
      source
          .properties()
          .forEach(
              field -> {
                JsonNode value = field.getValue();
                JsonNode content = value.isObject() ? value.path("content") : value;
                if (field.getKey().endsWith("_token") && content.isTextual()) {
                  tokens.put(field.getKey(), content.asText());
                }
              });
    }
    return tokens;
  }

  private Set<Integer> stopIds() {
    JsonNode ends = json("generation_config.json").path("eos_token_id");
    Set<Integer> ids = new LinkedHashSet<>();
    if (ends.isInt()) {
      ids.add(ends.asInt());
    }
    ends.forEach(end -> ids.add(end.asInt()));
    return ids;
  }

  private JsonNode json(String name) {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
