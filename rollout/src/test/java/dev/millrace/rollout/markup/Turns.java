package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the tests of this package share.
final class Turns {
  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
  static final ToolSpec BASH =
      new ToolSpec(
          "bash",
          "Runs it.",
          """
          {"type": "object", "properties": {"command": {"type": "string"},
           "timeout": {"type": "integer"}, "ratio": {"type": "number"},
           "dry": {"type": "boolean"}, "opts": {"type": "object"}, "list": {"type": "array"},
           "maybe": {"anyOf": [{"type": "string"}, {"type": "null"}]},
           "kind": {"enum": ["a", 3, true]}}, "required": ["command"]}\
          """);
  static final ToolSpec EMPTY =
      new ToolSpec("now", "Tells the time.", "{\"type\": \"object\", \"properties\": {}}");
  static final List<ToolSpec> TOOLS = List.of(BASH, EMPTY);

  private Turns() {}

  static ReadSetup setup(String promptTail, String... stops) {
    return new ReadSetup(TOOLS, promptTail, new CallIds(), Set.of(stops));
  }

  static ParsedTurn parse(MarkupFamily family, String text) {
    return family.parse(text, setup(""));
  }

  /// Names and arguments as trees.
  static List<JsonNode> calls(ParsedTurn turn) throws Exception {
    List<JsonNode> calls = new ArrayList<>();
    for (ToolCall call : turn.message().toolCalls()) {
      calls.add(
          JSON.createObjectNode()
              .put("name", call.name())
              .set("arguments", JSON.readTree(call.argumentsJson())));
    }
    return calls;
  }
}
