package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Constraints by family: text is free up to a trigger, and what begins with the trigger is a whole
/// call of an offered tool.
///
/// @param trigger what every call begins with; its first character is nowhere else in it
/// @param before what precedes the quoted name; it begins with the trigger
/// @param between what stands between the name and the arguments
/// @param end what follows the arguments
record Constraints(String trigger, String before, String between, String end) {
  private static final Constraints HERMES =
      new Constraints(
          "<tool_call>", "<tool_call>\n{\"name\": ", ", \"arguments\": ", "}\n</tool_call>");
  private static final Constraints LLAMA =
      new Constraints("{\"name\"", "{\"name\": ", ", \"parameters\": ", "}");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static Optional<ToolConstraint> of(MarkupFamily family, List<ToolSpec> tools) {
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    return switch (family) {
      case HERMES -> Optional.of(HERMES.over(tools));
      case LLAMA_JSON -> Optional.of(LLAMA.over(tools));
      default -> Optional.empty();
    };
  }

  private ToolConstraint over(List<ToolSpec> tools) {
    return new ToolConstraint(structuralTag(tools), gbnf(tools));
  }

  private String begin(ToolSpec tool) {
    return before + JsonText.quoted(tool.name()) + between;
  }

  private static JsonNode schema(ToolSpec tool) {
    JsonNode schema = JsonText.tree(tool.parametersJson());
    if (!schema.isObject()) {
      throw new IllegalArgumentException(
          "tool %s: its parameters are no JSON Schema of an object: %s"
              .formatted(tool.name(), tool.parametersJson()));
    }
    return schema;
  }

  private String structuralTag(List<ToolSpec> tools) {
    ObjectNode format = JSON.objectNode().put("type", "triggered_tags");
    format.putArray("triggers").add(trigger);
    ArrayNode tags = format.putArray("tags");
    for (ToolSpec tool : tools) {
      ObjectNode tag = tags.addObject().put("begin", begin(tool));
      tag.putObject("content").put("type", "json_schema").set("json_schema", schema(tool));
      tag.put("end", end);
    }
    format.put("at_least_one", false).put("stop_after_first", false);
    return JSON.objectNode().put("type", "structural_tag").set("format", format).toString();
  }

  private String gbnf(List<ToolSpec> tools) {
    Gbnf grammar = new Gbnf();
    SchemaGrammar schemas = new SchemaGrammar(grammar);
    String calls =
        tools.stream()
            .map(tool -> behindTrigger(tool) + " " + schemas.object(schema(tool)))
            .collect(Collectors.joining(" | "));
    grammar.rule("call", "( " + calls + " ) " + Gbnf.literal(end) + " text");
    grammar.text("text", trigger, "call");
    grammar.rule("root", "text");
    return grammar.toString();
  }

  private String behindTrigger(ToolSpec tool) {
    return Gbnf.literal(begin(tool).substring(trigger.length()));
  }
}
