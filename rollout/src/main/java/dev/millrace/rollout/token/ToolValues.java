package dev.millrace.rollout.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tools in the shape that chat templates expect: OpenAI's.
final class ToolValues {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  private ToolValues() {}

  static Map<String, Object> tool(ToolSpec tool) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", tool.name());
    function.put("description", tool.description());
    function.put("parameters", object(tool));
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("type", "function");
    value.put("function", function);
    return value;
  }

  private static Map<String, Object> object(ToolSpec tool) {
    try {
      return JSON.readValue(tool.parametersJson(), OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the parameters of tool " + tool.name() + " are no JSON object", e);
    }
  }
}
