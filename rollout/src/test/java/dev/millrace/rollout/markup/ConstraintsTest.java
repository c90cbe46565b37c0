package dev.millrace.rollout.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintsTest {
  private static final ToolSpec EDIT =
      new ToolSpec(
          "edit",
          "Edits.",
          """
          {"type": "object", "required": ["path", "mode"], "properties": {
            "path": {"type": "string"}, "mode": {"const": "w+\\"x\\""},
            "lines": {"type": "array", "items": {"type": "integer"}},
            "either": {"anyOf": [{"type": "number"}, {"type": "null"}]},
            "two": {"type": ["boolean", "null"]},
            "deep": {"type": "object", "properties": {"a": {"enum": ["x", 1]}}},
            "odd": {"$ref": "#/x"}}, "additionalProperties": {"type": "string"}}\
          """);
  private static final List<ToolSpec> TOOLS = List.of(Turns.BASH, Turns.EMPTY, EDIT);
  private static final GbnfMatcher HERMES = matcher(MarkupFamily.HERMES);
  private static final GbnfMatcher LLAMA = matcher(MarkupFamily.LLAMA_JSON);

  private static ToolConstraint constraint(MarkupFamily family) {
    return family.constraint(TOOLS).orElseThrow();
  }

  private static GbnfMatcher matcher(MarkupFamily family) {
    return new GbnfMatcher(constraint(family).gbnf());
  }

  private static String hermes(String name, String arguments) {
    return "<tool_call>\n{\"name\": \"%s\", \"arguments\": %s}\n</tool_call>"
        .formatted(name, arguments);
  }

  private static void holds(boolean isIn, String name, String arguments) {
    assertEquals(isIn, HERMES.matches("So:\n" + hermes(name, arguments) + "\n"), arguments);
    String llama = "{\"name\": \"%s\", \"parameters\": %s}".formatted(name, arguments);
    assertEquals(isIn, LLAMA.matches(llama), arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Just text, with a < b and {\"a\": 1} and \"quotes\" é 😀.",
        "<think>\nA <tool_cal> is no call, <<tool_call is none.\n</think>\n\nDone <tool_cal"
      })
  void textIsFree(String text) {
    assertTrue(HERMES.matches(text));
    assertTrue(LLAMA.matches(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"command\": \"ls\"}",
        "{\"command\":\"a \\\"b\\\" \\n \\u00e9 é 😀 \\\\ </tool_call>\",\"timeout\":-5}",
        "{\n  \"command\": \"\",\n  \"ratio\": 1.5e-3\n}",
        "{\"command\": \"\", \"dry\": true, \"opts\": {\"a\": [1, {}]}, \"list\": [null, \"x\"]}",
        "{\"command\": \"\", \"maybe\": null}",
        "{\"command\": \"\", \"kind\": 3}"
      })
  void whatTheSchemaAdmitsPasses(String arguments) {
    holds(true, "bash", arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"timeout\": 5}",
        "{\"command\": ls}",
        "{\"command\": \"ls\"",
        "{\"command\": \"ls\",}",
        "{\"command\": \"a\nb\"}",
        "{\"command\": \"\\q\"}",
        "{\"command\": \"ls\", \"timeout\": 1.5}",
        "{\"command\": \"ls\", \"timeout\": 01}",
        "{\"command\": \"ls\", \"kind\": \"b\"}",
        "{\"command\": \"ls\", \"maybe\": 1}",
        "{\"command\": \"ls\", \"opts\": []}",
        "{\"command\": \"ls\", \"other\": 1}",
        "{\"command\": \"ls\", \"command\": \"ls\"}",
        "\"ls\"",
        "[]"
      })
  void whatTheSchemaForbidsFails(String arguments) {
    holds(false, "bash", arguments);
  }

  @Test
  void schemasNest() {
    String needed = "{\"path\": \"p\", \"mode\": \"w+\\\"x\\\"\"";
    holds(true, "edit", needed + "}");
    holds(true, "edit", needed + ", \"lines\": [1, 2], \"either\": null, \"two\": false}");
    holds(true, "edit", needed + ", \"deep\": {\"a\": 1}, \"odd\": [{}], \"new\": \"key\"}");
    holds(true, "edit", needed + ", \"deep\": {}}");
    holds(false, "edit", needed + ", \"lines\": [1, \"2\"]}");
    holds(false, "edit", needed + ", \"deep\": {\"a\": 2}}");
    holds(false, "edit", needed + ", \"new\": 1}");
    holds(true, "edit", needed + ", \"line\": \"x\", \"linesman\": \"y\", \"\": \"\"}");
    holds(false, "edit", "{\"path\": \"p\", \"mode\": \"r\"}");
  }

  @Test
  void onlyOfferedToolsAreCalledAndCallsAreClosed() {
    holds(true, "now", "{}");
    holds(false, "now", "{\"a\": 1}");
    holds(false, "then", "{}");
    String call = hermes("now", "{}");
    assertTrue(HERMES.matches(call + "\n" + call));
    assertEquals(false, HERMES.matches(call.replace("</tool_call>", "")));
    assertEquals(false, HERMES.matches("<tool_call>now"));
    assertTrue(
        LLAMA.matches(
            "{\"name\": \"now\", \"parameters\": {}}; {\"name\": \"now\", \"parameters\": {}}"));
  }

  @Test
  void whatPassesIsReadAsACall() {
    String text = "Hm.\n" + hermes("bash", "{\"command\": \"</tool_call>\", \"timeout\": 1}");
    assertTrue(HERMES.matches(text));
    ParsedTurn turn = Turns.parse(MarkupFamily.HERMES, text);
    assertEquals(1, turn.message().toolCalls().size());
    assertEquals(0, turn.malformed().size());
  }

  @Test
  void argumentsOfAHermesTagAreOfTheToolsSchema() throws Exception {
    JsonNode tags = Turns.JSON.readTree(constraint(MarkupFamily.HERMES).structuralTagJson());
    for (int i = 0; i < TOOLS.size(); i++) {
      JsonNode one = tags.at("/format/tags/" + i);
      assertTrue(one.path("begin").asText().contains("\"" + TOOLS.get(i).name() + "\""));
      assertEquals(
          Turns.JSON.readTree(TOOLS.get(i).parametersJson()), one.at("/content/json_schema"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\": 1", "{ \"name\": \"bash\"", "<|python_tag|>import os", "{}"})
  void llamaTurnThatBeginsLikeACallIsOne(String text) {
    assertFalse(LLAMA.matches(text));
    assertTrue(LLAMA.matches("As in " + text.replace("<|python_tag|>", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "QWEN_XML~<tool_call>\\n<function=bash>\\n</function>\\n</tool_call>",
        "QWEN_XML~<tool_call>\\n<function=other>\\n</function>\\n</tool_call>",
        "QWEN_XML~<tool_call>\\n{\"name\": \"now\", \"arguments\": {}}\\n</tool_call>",
        "GLM~<tool_call>now",
        "GLM~<tool_call>bash<arg_key>command</arg_key>ls</tool_call>",
        "KIMI~<|tool_call_begin|>now<|tool_call_argument_begin|>{}<|tool_call_end|>",
        "DEEPSEEK~<｜tool▁call▁begin｜>now<｜tool▁sep｜>{}",
        "DEEPSEEK_DSML~<｜DSML｜function_calls>\\n</｜DSML｜function_calls>",
        "MINIMAX~<minimax:tool_call>\\n<invoke name=\"bash\">\\n<parameter name=\"command\">ls"
            + "</invoke>\\n</minimax:tool_call>",
        "MINIMAX~<minimax:tool_call>\\n"
            + "<invoke name=\"bash\">\\n"
            + "<parameter name=\"command\">ls</parameter>\\n"
            + "<parameter name=\"opts\">{\"a\": \"</parameter></invoke>\"}</parameter>\\n"
            + "</invoke>\\n"
            + "</minimax:tool_call>",
        "MISTRAL~[TOOL_CALLS]now[ARGS]",
        "COHERE~<|START_ACTION|>[{\"tool_name\": \"now\", \"parameters\": {}}]<|END_ACTION|>",
        "HARMONY~<|channel|>commentary to=functions.now<|message|>now<|call|>",
        "HARMONY~<|channel|>commentary to=functions.other<|message|>{}<|call|>",
        "HARMONY~<|channel|>analysis<|message|>so<|channel|>final<|message|>so",
      })
  void whatIsNoCallOfTheFamilyFails(MarkupFamily family, String text) {
    assertFalse(matcher(family).matches(text.replace("\\n", "\n")), text);
  }

  @Test
  void withoutToolsThereIsNoConstraint() {
    assertTrue(MarkupFamily.HERMES.constraint(List.of()).isEmpty());
  }

  @Test
  void parametersThatAreNoSchemaAreRefused() {
    List<ToolSpec> tools = List.of(new ToolSpec("bad", "", "[1]"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> MarkupFamily.HERMES.constraint(tools))
            .toString()
            .contains("tool bad"));
  }
}
