package dev.millrace.rollout.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Golden vectors of chat templates: JSON files, each one template with conversations and what
/// Python's jinja2 made of them.
///
/// A file has `template`, `special_tokens`, `now` and `cases`. A case has `messages`, `tools`,
/// `add_generation_prompt`, `kwargs`, and `expected` with `assistant_spans` in code points, or
/// `error` where rendering has to fail.
public final class TemplateVectors {
  private static final int SHOWN = 40;

  private TemplateVectors() {}

  /// What became of one file.
  ///
  /// @param differences one line for each case that is not as it should be
  public record FileResult(String file, int cases, List<String> differences) {
    public FileResult {
      differences = List.copyOf(differences);
    }

    public int identical() {
      return cases - differences.size();
    }
  }

  /// Runs every `.json` file of a directory, by name.
  ///
  /// @throws IOException when a file cannot be read or is no such file
  public static List<FileResult> check(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.json")) {
      found.forEach(files::add);
    }
    files.sort(null);
    List<FileResult> results = new ArrayList<>();
    for (Path file : files) {
      results.add(file(file));
    }
    return results;
  }

  /// One conversation, ready to be rendered, as often as wanted.
  ///
  /// @param variables what the template sees
  /// @param clock for `strftime_now`
  public record Conversation(
      Template template, Map<String, @Nullable Object> variables, InstantSource clock) {
    public Conversation {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /// How many messages it has.
    public int messages() {
      return variables.get("messages") instanceof List<?> messages ? messages.size() : 0;
    }

    /// @throws TemplateException when the template refuses the conversation
    public Rendering rendering() {
      return template.rendering(variables, clock, ZoneOffset.UTC);
    }
  }

  /// Reads one conversation: a JSON object of a case's keys, with `template` and, optionally,
  /// `special_tokens` and `now` beside them.
  ///
  /// @param source the template, or null to take the object's own; the object's special tokens go
  ///     before those that come with it
  /// @throws IOException when it cannot be read or has no messages
  /// @throws TemplateException when the template cannot be read
  public static Conversation conversation(Path file, @Nullable TemplateSource source)
      throws IOException {
    JsonNode root =
        JsonFile.object(
            file,
            "a conversation: a JSON object with messages, and with template or"
                + " --template beside it");
    String template = source == null ? root.path("template").asText() : source.template();
    if (template.isEmpty() || !root.path("messages").isArray()) {
      throw new IOException(
          file
              + " has no list of messages, or no template: expected both, or --template beside it");
    }
    Map<String, @Nullable Object> variables = variables(root, root);
    if (source != null) {
      source.specialTokens().forEach(variables::putIfAbsent);
    }
    return new Conversation(Template.compile(template), variables, clock(root, file));
  }

  private static FileResult file(Path file) throws IOException {
    JsonNode root =
        JsonFile.object(file, "a vector file: a JSON object with template and a list of cases");
    if (!root.path("cases").isArray() || !root.path("template").isTextual()) {
      throw new IOException(
          file + " lacks the text template or the list cases: expected a vector file");
    }
    InstantSource clock = clock(root, file);
    List<String> differences = new ArrayList<>();
    JsonNode cases = root.path("cases");
    for (int i = 0; i < cases.size(); i++) {
      String difference = difference(root, cases.get(i), clock);
      if (!difference.isEmpty()) {
        differences.add("case " + i + ": " + difference);
      }
    }
    return new FileResult(String.valueOf(file.getFileName()), cases.size(), differences);
  }

  private static String difference(JsonNode root, JsonNode one, InstantSource clock) {
    Rendering rendering;
    try {
      rendering =
          Template.compile(root.path("template").asText())
              .rendering(variables(root, one), clock, ZoneOffset.UTC);
    } catch (TemplateException e) {
      return one.has("error") ? "" : "it fails: " + e.getMessage();
    }
    if (one.has("error")) {
      return "it is rendered, but has to fail";
    }
    String text = difference(one.path("expected").asText(), rendering.text());
    JsonNode spans = one.path("assistant_spans");
    return text.isEmpty() && spans.isArray() ? spans(spans, rendering) : text;
  }

  private static String spans(JsonNode expected, Rendering rendering) {
    List<Rendering.Span> wanted = new ArrayList<>();
    expected.forEach(
        span -> wanted.add(new Rendering.Span(span.path(0).asInt(), span.path(1).asInt())));
    return wanted.equals(rendering.generations())
        ? ""
        : "its generation spans are " + rendering.generations() + ", not " + wanted;
  }

  private static String difference(String expected, String found) {
    if (expected.equals(found)) {
      return "";
    }
    int at = 0;
    while (at < Math.min(expected.length(), found.length())
        && expected.charAt(at) == found.charAt(at)) {
      at++;
    }
    return "at character " + at + " expected " + part(expected, at) + ", found " + part(found, at);
  }

  private static String part(String text, int at) {
    String part = text.substring(at, Math.min(text.length(), at + SHOWN));
    return TextNode.valueOf(part).toString();
  }

  private static Map<String, @Nullable Object> variables(JsonNode root, JsonNode one) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    put(variables, root.path("special_tokens"));
    variables.put("messages", JsonFile.value(one.path("messages")));
    variables.put("tools", JsonFile.value(one.path("tools")));
    variables.put("documents", null);
    variables.put("add_generation_prompt", one.path("add_generation_prompt").asBoolean());
    put(variables, one.path("kwargs"));
    return variables;
  }

  private static void put(Map<String, @Nullable Object> variables, JsonNode object) {
    object
        .properties()
        .forEach(entry -> variables.put(entry.getKey(), JsonFile.value(entry.getValue())));
  }

  private static InstantSource clock(JsonNode root, Path file) throws IOException {
    String now = root.path("now").asText();
    try {
      return now.isEmpty()
          ? InstantSource.system()
          : InstantSource.fixed(
              now.endsWith("Z")
                  ? Instant.parse(now)
                  : LocalDateTime.parse(now).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      throw new IOException(file + ": now is not a time like 2026-01-31T12:00:00: " + now, e);
    }
  }
}
