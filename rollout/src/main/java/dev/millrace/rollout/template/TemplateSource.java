package dev.millrace.rollout.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A chat template as it comes with a model.
///
/// @param specialTokens `bos_token` and the like, where the file has them
public record TemplateSource(String template, Map<String, String> specialTokens) {
  private static final String CONFIGURATION = "a model's tokenizer_config.json";

  public TemplateSource {
    specialTokens = Map.copyOf(specialTokens);
  }

  /// Reads a Jinja file, a `tokenizer_config.json`, or a model's directory with one or both of
  /// these, where `chat_template.jinja` counts.
  ///
  /// @throws IOException when it cannot be read or there is no template in it
  public static TemplateSource read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return directory(path);
    }
    return String.valueOf(path.getFileName()).endsWith(".json")
        ? configuration(path)
        : new TemplateSource(JsonFile.text(path, "a Jinja template"), Map.of());
  }

  private static TemplateSource directory(Path path) throws IOException {
    Path jinja = path.resolve("chat_template.jinja");
    Path json = path.resolve("tokenizer_config.json");
    if (!Files.exists(jinja)) {
      return configuration(json);
    }
    Map<String, String> tokens =
        Files.exists(json) ? specialTokens(JsonFile.object(json, CONFIGURATION)) : Map.of();
    return new TemplateSource(JsonFile.text(jinja, "a Jinja template"), tokens);
  }

  private static TemplateSource configuration(Path file) throws IOException {
    JsonNode root = JsonFile.object(file, CONFIGURATION);
    JsonNode template = root.path("chat_template");
    for (JsonNode named : root.path("chat_template")) {
      if (named.path("name").asText().equals("default")) {
        template = named.path("template");
      }
    }
    if (!template.isTextual()) {
      throw new IOException(file + ": expected a text (or one named default) as chat_template");
    }
    return new TemplateSource(template.asText(), specialTokens(root));
  }

  /// Each is a text, or an object with it as `content`.
  private static Map<String, String> specialTokens(JsonNode root) {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      JsonNode text = value.isObject() ? value.path("content") : value;
      if (entry.getKey().endsWith("_token") && text.isTextual()) {
        tokens.put(entry.getKey(), text.asText());
      }
    }
    return tokens;
  }
}
