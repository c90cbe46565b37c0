package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The grammar of the JSON that a JSON Schema admits: properties in the schema's order, `required`,
/// `enum`, `const`, the basic types, `items`, `anyOf` and `oneOf`. What it does not know about
/// admits any JSON; formats, patterns and bounds are not held to.
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

  SchemaGrammar(Gbnf grammar) {
    this.grammar = grammar;
    grammar.rule("ws", "[ \\t\\n\\r]{0,16}");
    grammar.rule(VALUE, "json-object | json-array | json-string | json-number | json-word");
    grammar.rule("json-word", "\"true\" | \"false\" | \"null\"");
    grammar.rule("json-pair", "json-string ws \":\" ws json-value");
    grammar.rule(OBJECT, "\"{\" ws ( json-pair ( ws \",\" ws json-pair )* ws )? \"}\"");
    grammar.rule("json-array", "\"[\" ws ( json-value ( ws \",\" ws json-value )* ws )? \"]\"");
    grammar.rule("json-string", "\"\\\"\" json-char* \"\\\"\"");
    grammar.rule(
        "json-char", "[^\"\\\\\\x00-\\x1F] | \"\\\\\" ( [\"\\\\/bfnrt] | \"u\" [0-9a-fA-F]{4} )");
    grammar.rule("json-integer", "\"-\"? ( \"0\" | [1-9] [0-9]* )");
    grammar.rule(
        "json-number", "json-integer ( \".\" [0-9]+ )? ( [eE] ( \"+\" | \"-\" )? [0-9]+ )?");
  }

  /// What a call's arguments may be: an object, whatever the schema says.
  String object(JsonNode schema) {
    if (!schema.path("properties").isObject()) {
      return isClosed(schema) ? "\"{\" ws \"}\"" : OBJECT;
    }
    return grammar.rule("\"{\" ws " + members(schema) + " \"}\"");
  }

  private static boolean isClosed(JsonNode schema) {
    return schema.path("additionalProperties").equals(BooleanNode.FALSE);
  }

  private String value(JsonNode schema) {
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
