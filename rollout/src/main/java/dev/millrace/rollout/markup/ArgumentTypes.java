package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Gives arguments that the markup writes as plain text the types that the tool's schema declares.
/// A text that is no value of its declared types stays a string, for the tool to complain about. An
/// argument the schema does not know is a string; of several declared types, string comes last.
final class ArgumentTypes {
  private static final int MAX_DEPTH = 8;

  private final Map<String, JsonNode> schemas = new HashMap<>();

  ArgumentTypes(List<ToolSpec> tools) {
    tools.forEach(tool -> schemas.put(tool.name(), JsonText.tree(tool.parametersJson())));
  }

  /// @return the argument as JSON
  String json(String tool, String parameter, String text) {
    JsonNode root = schemas.getOrDefault(tool, JsonText.tree("{}"));
    Set<String> types = new TreeSet<>();
    collect(root, root.path("properties").path(parameter), types, 0);
    if (types.isEmpty() || types.equals(Set.of("string"))) {
      return JsonText.quoted(text);
    }
    String value = PythonLiteral.asJson(text.strip());
    String type = value == null ? "string" : typeOf(value);
    boolean isDeclared =
        types.contains(type)
            || (type.equals("integer") && types.contains("number"))
            || (type.equals("number") && types.contains("integer"));
    return value != null && isDeclared ? value : JsonText.quoted(text);
  }

  private static String typeOf(String json) {
    return switch (json.charAt(0)) {
      case '{' -> "object";
      case '[' -> "array";
      case '"' -> "string-literal";
      case 't', 'f' -> "boolean";
      case 'n' -> "null";
      default -> json.matches("-?[0-9]+") ? "integer" : "number";
    };
  }

  private static void collect(JsonNode root, JsonNode schema, Set<String> types, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    JsonNode type = schema.path("type");
    if (type.isTextual()) {
      types.add(type.asText());
    }
    type.forEach(each -> types.add(each.asText()));
    for (String union : List.of("anyOf", "oneOf", "allOf")) {
      schema.path(union).forEach(each -> collect(root, each, types, depth + 1));
    }
    schema.path("enum").forEach(each -> types.add(typeOf(each.toString()).replace("-literal", "")));
    if (schema.has("const")) {
      types.add(typeOf(schema.path("const").toString()).replace("-literal", ""));
    }
    String reference = schema.path("$ref").asText();
    if (reference.startsWith("#/")) {
      collect(root, root.at(reference.substring(1)), types, depth + 1);
    }
  }
}
