package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.markup.TextRules.Characters;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The grammar of arguments that are tags of their own: those that the schema declares, in its
/// order. Text is text up to the closing tag, other values are JSON that holds no such tag.
final class TagArguments {
  private static final String TEXT = "raw-text";
  private static final int MAX_DEPTH = 8;

  private final Gbnf grammar;
  private final Tags tags;
  private final JsonNode root;
  private final SchemaGrammar json;

  /// How a family writes one argument. All but the closing tag are parts of rules.
  ///
  /// @param open before the name
  /// @param text between the name and a text
  /// @param json between the name and JSON
  /// @param beforeClose between a value that is no free text and the closing tag
  /// @param close behind the value; no value holds it
  /// @param after behind the closing tag
  record Tags(
      String open, String text, String json, String beforeClose, String close, String after) {
    /// @param beforeClose also what stands between the tag and a value
    static Tags of(InvokeTags.Tag tag, String beforeClose) {
      String then = Gbnf.literal(tag.openEnd() + beforeClose);
      return new Tags(
          Gbnf.literal(tag.open()),
          then,
          then,
          Gbnf.literal(beforeClose),
          tag.close(),
          Gbnf.literal("\n"));
    }
  }

  TagArguments(Gbnf grammar, Tags tags, JsonNode root) {
    this.grammar = grammar;
    this.tags = tags;
    this.root = root;
    this.json = new SchemaGrammar(grammar, root);
  }

  /// Adds the rules that all tools share.
  static void addText(Gbnf grammar, Tags tags) {
    SchemaGrammar.addJson(grammar, tags.close());
    TextRules text = new TextRules(grammar, Map.of(tags.close(), "\"\""), Characters.CLOSED);
    grammar.rule(TEXT, text.add());
  }

  String rule() {
    Set<String> required = new HashSet<>();
    root.path("required").forEach(name -> required.add(name.asText()));
    return root.path("properties").properties().stream()
        .filter(property -> property.getKey().matches("[^\\s<>\"]+"))
        .map(
            property ->
                argument(property.getKey(), property.getValue())
                    + (required.contains(property.getKey()) ? "" : "?"))
        .collect(Collectors.joining(" ", "( ", " \"\" )"));
  }

  private String argument(String name, JsonNode schema) {
    return grammar.rule(
        tags.open() + " " + Gbnf.literal(name) + " " + value(schema, 0) + " " + tags.after());
  }

  /// From behind the name to behind the closing tag.
  private String value(JsonNode schema, int depth) {
    String reference = schema.path("$ref").asText();
    if (reference.startsWith("#/") && depth < MAX_DEPTH) {
      return value(root.at(reference.substring(1)), depth + 1);
    }
    if (schema.has("const")) {
      return written(schema.path("const"));
    }
    if (schema.path("enum").isArray()) {
      return any(schema.path("enum"), this::written);
    }
    for (String either : List.of("anyOf", "oneOf")) {
      if (schema.path(either).isArray() && !schema.has("properties")) {
        return any(schema.path(either), one -> value(one, depth + 1));
      }
    }
    JsonNode type = schema.path("type");
    return type.isArray() ? any(type, one -> typed(one, schema)) : typed(type, schema);
  }

  private String any(JsonNode choices, Function<JsonNode, String> choice) {
    return choices.isEmpty()
        ? tags.text() + " " + TEXT
        : StreamSupport.stream(choices.spliterator(), false)
            .map(choice)
            .distinct()
            .collect(Collectors.joining(" | ", "( ", " )"));
  }

  private String written(JsonNode value) {
    return value.isTextual()
        ? tags.text() + " " + Gbnf.literal(value.asText()) + closing()
        : tags.json() + " " + Gbnf.literal(value.toString()) + closing();
  }

  private String typed(JsonNode type, JsonNode schema) {
    return switch (type.asText()) {
      case "object", "array", "number", "integer", "boolean", "null" -> {
        ObjectNode one = schema.<ObjectNode>deepCopy().put("type", type.asText());
        yield tags.json() + " " + json.value(one) + closing();
      }
      default -> tags.text() + " " + TEXT;
    };
  }

  private String closing() {
    return " " + tags.beforeClose() + " " + Gbnf.literal(tags.close());
  }
}
