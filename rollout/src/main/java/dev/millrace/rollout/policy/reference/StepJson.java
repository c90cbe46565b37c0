package dev.millrace.rollout.policy.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// The arguments of steps, written as models are used to: a space after each comma and colon.
final class StepJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StepJson() {}

  /// @throws IllegalArgumentException when it is not a JSON object
  static ObjectNode object(String json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalArgumentException("a step's arguments are not a JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a step's arguments are not JSON", e);
    }
  }

  static ObjectNode of(Map<String, String> fields) {
    ObjectNode object = JSON.createObjectNode();
    fields.forEach(object::put);
    return object;
  }

  static String write(JsonNode node) {
    StringBuilder out = new StringBuilder();
    write(node, out);
    return out.toString();
  }

  private static void write(JsonNode node, StringBuilder out) {
    String separator = "";
    if (node.isObject()) {
      out.append('{');
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        out.append(separator).append(JSON.getNodeFactory().textNode(field.getKey())).append(": ");
        write(field.getValue(), out);
        separator = ", ";
      }
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      for (JsonNode item : node) {
        out.append(separator);
        write(item, out);
        separator = ", ";
      }
      out.append(']');
    } else {
      out.append(node);
    }
  }
}
