package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.ToolSpec;

/// Writes the built-in tools' specifications.
final class Specs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final String description;
  private final ObjectNode schema = JSON.createObjectNode().put("type", "object");
  private final ObjectNode properties = schema.putObject("properties");

  Specs(String name, String description) {
    this.name = name;
    this.description = description;
  }

  Specs text(String key, String description) {
    properties.putObject(key).put("type", "string").put("description", description);
    return this;
  }

  /// A whole number from 1.
  Specs count(String key, String description) {
    properties
        .putObject(key)
        .put("type", "integer")
        .put("minimum", 1)
        .put("description", description);
    return this;
  }

  /// Ends it with the keys that every call has.
  ToolSpec requires(String... keys) {
    var required = schema.putArray("required");
    for (String key : keys) {
      required.add(key);
    }
    schema.put("additionalProperties", false);
    return new ToolSpec(name, description, schema.toString());
  }
}
