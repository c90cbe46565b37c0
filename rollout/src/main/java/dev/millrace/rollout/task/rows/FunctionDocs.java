package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.calls.CallSpec.Parameter;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType.Form;
import dev.millrace.rollout.task.calls.CallSpec.ParameterType.Plain;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A function as the Berkeley Function-Calling Leaderboard describes it: as in JSON Schema, with
/// Python's names for some types. Every problem is an [IllegalArgumentException].
///
/// @param node `name`, `description` and `parameters`
record FunctionDocs(JsonNode node) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> KEPT = List.of("description", "enum", "required");

  String name() {
    return node.path("name").asText();
  }

  /// What is compared.
  CallSpec.Function function() {
    List<Parameter> parameters = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : properties()) {
      parameters.add(new Parameter(entry.getKey(), type(entry.getKey(), entry.getValue())));
    }
    List<String> required = new ArrayList<>();
    node.path("parameters").path("required").forEach(name -> required.add(name.asText()));
    return new CallSpec.Function(name(), parameters, required);
  }

  /// What is offered to the agent, in JSON Schema and without dots in the name.
  ToolSpec tool() {
    ObjectNode schema = schema(node.path("parameters"));
    return new ToolSpec(
        name().replace('.', '_'), node.path("description").asText(), schema.toString());
  }

  private Iterable<Map.Entry<String, JsonNode>> properties() {
    JsonNode properties = node.path("parameters").path("properties");
    if (name().isEmpty() || !properties.isObject()) {
      throw new IllegalArgumentException(
          "function: expected a name and parameters.properties, found " + node);
    }
    return properties.properties();
  }

  private ParameterType type(String parameter, JsonNode declared) {
    String name = declared.path("type").asText();
    return switch (name) {
      case "array", "tuple" ->
          new ParameterType.Array(
              plain(parameter, declared.path("items").path("type").asText()),
              name.equals("tuple") ? Form.TUPLE : Form.ARRAY);
      default -> plain(parameter, name);
    };
  }

  private Plain plain(String parameter, String type) {
    return switch (type) {
      case "string", "any" -> Plain.STRING;
      case "integer" -> Plain.INTEGER;
      case "float" -> Plain.FLOAT;
      case "boolean" -> Plain.BOOLEAN;
      case "dict" -> Plain.DICT;
      case "array", "tuple" -> Plain.LIST;
      default ->
          throw new IllegalArgumentException(
              "the type of parameter "
                  + parameter
                  + " of "
                  + name()
                  + ": expected string, integer, float, boolean, array, tuple, dict or any, found "
                  + (type.isEmpty() ? "none" : type));
    };
  }

  private static ObjectNode schema(JsonNode declared) {
    ObjectNode schema = JSON.createObjectNode();
    String type = declared.path("type").asText();
    switch (type) {
      case "dict" -> schema.put("type", "object");
      case "float" -> schema.put("type", "number");
      case "tuple" -> schema.put("type", "array");
      case "any", "" -> {}
      default -> schema.put("type", type);
    }
    KEPT.stream().filter(declared::has).forEach(key -> schema.set(key, declared.get(key)));
    if (schema.path("required") instanceof ArrayNode required && required.isEmpty()) {
      schema.remove("required");
    }
    if (declared.has("items")) {
      schema.set("items", schema(declared.get("items")));
    }
    if (declared.path("properties").isObject()) {
      ObjectNode properties = schema.putObject("properties");
      declared
          .get("properties")
          .properties()
          .forEach(entry -> properties.set(entry.getKey(), schema(entry.getValue())));
    }
    return schema;
  }
}
