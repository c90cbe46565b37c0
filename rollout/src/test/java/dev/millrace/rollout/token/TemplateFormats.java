package dev.millrace.rollout.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.template.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Formats of chat templates: real ones where the golden vectors are, and our own.
final class TemplateFormats {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path VECTORS =
      Path.of(
          System.getProperty("millrace.root", "."), "..", "shared", "vectors", "chat-templates");

  private TemplateFormats() {}

  static boolean isReal(String name) {
    return Files.isRegularFile(VECTORS.resolve(name + ".json"));
  }

  static ChatFormat real(String name) {
    try {
      JsonNode vectors = JSON.readTree(VECTORS.resolve(name + ".json").toFile());
      Map<String, String> tokens = new TreeMap<>();
      vectors
          .path("special_tokens")
          .properties()
          .forEach(e -> tokens.put(e.getKey(), e.getValue().asText()));
      return of(name, vectors.path("template").asText(), tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  static ChatFormat own(String name) {
    String resource =
        name.equals("bundled")
            ? "/dev/millrace/rollout/token/bundled/chat_template.jinja"
            : "/dev/millrace/rollout/template/families/" + name + ".jinja";
    try (InputStream in =
        Objects.requireNonNull(Template.class.getResourceAsStream(resource), resource)) {
      return of(
          name,
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          Map.of("bos_token", "<s>", "eos_token", "</s>"));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  private static ChatFormat of(String name, String template, Map<String, String> tokens) {
    return ChatFormats.of(name, new ByteTokenizer(template, tokens.values()), template, tokens);
  }
}
