package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.millrace.rollout.markup.TextRules.Characters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The grammar of the JSON that a JSON Schema admits: properties in the schema's order, `required`,
/// `enum`, `const`, the basic types, `items`, `anyOf`, `oneOf` and references inside the schema.
/// What it does not know about admits any JSON; formats, patterns and bounds are not held to. That
/// a key of a free object is written once cannot be said in a grammar.
final class SchemaGrammar {
  private static final String OBJECT = "json-object";
  private static final String VALUE = "json-value";
  private static final Map<String, String> TYPES =
      Map.of(
          "string", "json-string",
          "number", "json-number",
          "integer", "json-integer",
          "boolean", "( \"true\" | \"false\" )",
          "null", "\"null\"");

  private final Gbnf grammar;
  private final JsonNode root;
  private final Map<String, String> referenced = new HashMap<>();

  /// @param grammar has the rules of JSON
  /// @param root of an object
  SchemaGrammar(Gbnf grammar, JsonNode root) {
    this.grammar = grammar;
    this.root = root;
  }

  /// Adds the rules of JSON.
  ///
  /// @param never what no string may hold, or null: what ends the JSON, where brackets do not
  static void addJson(Gbnf grammar, @Nullable String never) {
    Map<String, @Nullable String> forbidden = new HashMap<>();
    if (never != null) {
      forbidden.put(never, null);
    }
    grammar.rule("ws", "[ \\t\\n\\r]{0,16}");
    grammar.rule(VALUE, "json-object | json-array | json-string | json-number | json-word");
    grammar.rule("json-word", "\"true\" | \"false\" | \"null\"");
    grammar.rule("json-pair", "json-string ws \":\" ws json-value");
    grammar.rule(OBJECT, "\"{\" ws ( json-pair ( ws \",\" ws json-pair )* ws )? \"}\"");
    grammar.rule("json-array", "\"[\" ws ( json-value ( ws \",\" ws json-value )* ws )? \"]\"");
    grammar.rule("json-string", "\"\\\"\" json-tail");
    grammar.rule("json-tail", new TextRules(grammar, forbidden, Characters.JSON).add());
    grammar.rule("json-integer", "\"0\" | \"-\"? [1-9] [0-9]*");
    grammar.rule(
        "json-number", "\"-\"? ( \"0\" | [1-9] [0-9]* ) ( \".\" [0-9]+ )? ( [eE] [-+]? [0-9]+ )?");
  }

  /// What a call's arguments may be: an object, whatever the schema says.
  String object() {
    return object(root);
  }

  private String object(JsonNode schema) {
    if (!schema.path("properties").isObject()) {
      return isClosed(schema) ? "\"{\" ws \"}\"" : OBJECT;
    }
    return grammar.rule("\"{\" ws " + members(schema) + " \"}\"");
  }

  private static boolean isClosed(JsonNode schema) {
    return schema.path("additionalProperties").equals(BooleanNode.FALSE);
  }

  /// What a value of a part of the schema may be.
  String value(JsonNode schema) {
    if (schema.path("$ref").asText().matches("#(/.*)?")) {
      return reference(schema.path("$ref").asText().substring(1));
    }
    if (schema.has("const")) {
      return Gbnf.literal(schema.path("const").toString());
    }
    if (schema.path("enum").isArray()) {
      return any(schema.path("enum"), one -> Gbnf.literal(one.toString()));
    }
    for (String either : List.of("anyOf", "oneOf")) {
      if (schema.path(either).isArray() && !schema.has("properties")) {
        return any(schema.path(either), this::value);
      }
    }
    JsonNode type = schema.path("type");
    return type.isArray()
        ? any(type, one -> typed(one.asText(), schema))
        : typed(type.asText(), schema);
  }

  private String reference(String pointer) {
    String known = referenced.get(pointer);
    if (known != null) {
      return known;
    }
    String name = grammar.reserve();
    referenced.put(pointer, name);
    JsonNode there = root.at(pointer);
    boolean isCircle = there.path("$ref").isTextual();
    grammar.rule(name, there.isObject() && !isCircle ? value(there) : VALUE);
    return name;
  }

  private static String any(JsonNode choices, Function<JsonNode, String> choice) {
    return choices.isEmpty()
        ? VALUE
        : StreamSupport.stream(choices.spliterator(), false)
            .map(choice)
            .distinct()
            .collect(Collectors.joining(" | ", "( ", " )"));
  }

  private String typed(String type, JsonNode schema) {
    return switch (type) {
      case "object" -> object(schema);
      case "array" -> array(schema.path("items"));
      default -> TYPES.getOrDefault(type, VALUE);
    };
  }

  private String array(JsonNode items) {
    String item = grammar.rule(items.isObject() ? value(items) : VALUE);
    return "\"[\" ws ( %s ( ws \",\" ws %s )* ws )? \"]\"".formatted(item, item);
  }

  /// The members in their order, built from the last to the first: what may follow where a member
  /// was written already, and where none was.
  private String members(JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<Map.Entry<String, JsonNode>> properties =
        new ArrayList<>(schema.path("properties").properties());
    boolean isOpen = schema.has("additionalProperties") && !isClosed(schema);
    String other = isOpen ? other(schema) : "";
    String more = "( ws \",\" ws " + other + " )*";
    String behind = grammar.rule((isOpen ? more + " " : "") + "ws");
    String first = grammar.rule(isOpen ? "( " + other + " " + more + " ws )?" : "\"\"");
    for (Map.Entry<String, JsonNode> property : properties.reversed()) {
      String pair =
          grammar.rule(
              Gbnf.literal(JsonText.quoted(property.getKey()))
                  + " ws \":\" ws "
                  + value(property.getValue()));
      String next = "ws \",\" ws " + pair + " " + behind;
      boolean isNeeded = required.contains(property.getKey());
      first = grammar.rule(pair + " " + behind + (isNeeded ? "" : " | " + first));
      behind = grammar.rule(isNeeded ? next : next + " | " + behind);
    }
    return first;
  }

  /// A member that has no place in the schema's order.
  private String other(JsonNode schema) {
    List<String> names =
        schema.path("properties").properties().stream().map(Map.Entry::getKey).toList();
    String key = new OtherKey(grammar).noneOf(names);
    return grammar.rule(key + " ws \":\" ws " + value(schema.path("additionalProperties")));
  }
}
