package dev.millrace.rollout.markup;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// Turns in each family's markup.
final class Samples {
  private static final String BASH = "{\"command\": \"ls \\\"é\\\" | cat\", \"timeout\": 5}";
  private static final String TEXT = "ls \"é\" | cat";
  private static final String THINK = "<think>\nFirst a,\nthen b.\n</think>\n\nLooking.";

  private Samples() {}

  static Map<MarkupFamily, String> turns() {
    Map<MarkupFamily, String> turns = new EnumMap<>(MarkupFamily.class);
    turns.put(
        MarkupFamily.HERMES,
        THINK
            + "\n<tool_call>\n{\"name\": \"bash\", \"arguments\": "
            + BASH
            + "}\n</tool_call>\n"
            + "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>");
    turns.put(
        MarkupFamily.QWEN_XML,
        THINK
            + "\n\n<tool_call>\n<function=bash>\n<parameter=command>\n"
            + TEXT
            + "\n</parameter>\n<parameter=timeout>\n5\n</parameter>\n</function>\n</tool_call>\n"
            + "<tool_call>\n<function=now>\n</function>\n</tool_call>");
    turns.put(
        MarkupFamily.GLM,
        "\n"
            + "<think>First a,\n"
            + "then b.</think>\n"
            + "Looking.\n"
            + "<tool_call>bash\n"
            + "<arg_key>command</arg_key>\n"
            + "<arg_value>"
            + TEXT
            + "</arg_value>\n<arg_key>timeout</arg_key>\n<arg_value>5</arg_value>\n</tool_call>"
            + "<tool_call>now</tool_call>");
    turns.put(
        MarkupFamily.KIMI,
        "<think>First a,\n"
            + "then b.</think>Looking.<|tool_calls_section_begin|><|tool_call_begin|>functions.bash:0"
            + "<|tool_call_argument_begin|>"
            + BASH
            + "<|tool_call_end|><|tool_call_begin|>functions.now:1"
            + "<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>");
    turns.put(
        MarkupFamily.DEEPSEEK,
        THINK
            + "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>bash\n```json\n"
            + BASH
            + "\n"
            + "```<｜tool▁call▁end｜>\n"
            + "<｜tool▁call▁begin｜>now<｜tool▁sep｜>{}<｜tool▁call▁end｜><｜tool▁calls▁end｜>");
    turns.put(
        MarkupFamily.DEEPSEEK_DSML,
        "<think>First a,\n"
            + "then b.</think>Looking.\n\n"
            + "<｜DSML｜function_calls>\n"
            + "<｜DSML｜invoke name=\"bash\">\n"
            + "<｜DSML｜parameter name=\"command\" string=\"true\">"
            + TEXT
            + "</｜DSML｜parameter>\n"
            + "<｜DSML｜parameter name=\"timeout\" string=\"false\">5</｜DSML｜parameter>\n"
            + "</｜DSML｜invoke>\n"
            + "<｜DSML｜invoke name=\"now\">\n"
            + "</｜DSML｜invoke>\n"
            + "</｜DSML｜function_calls>");
    turns.put(
        MarkupFamily.MINIMAX,
        THINK
            + "\n<minimax:tool_call>\n<invoke name=\"bash\">\n<parameter name=\"command\">"
            + TEXT
            + "</parameter>\n"
            + "<parameter name=\"timeout\">5</parameter>\n"
            + "</invoke>\n"
            + "<invoke name=\"now\">\n"
            + "</invoke>\n"
            + "</minimax:tool_call>");
    turns.put(
        MarkupFamily.LLAMA_JSON,
        "<think>\n"
            + "First a,\n"
            + "then b.\n"
            + "</think>\n\n"
            + "<|python_start|>Looking.<|python_end|>{\"name\": \"bash\", \"parameters\": "
            + BASH
            + "}; {\"name\": \"now\", \"parameters\": {}}");
    turns.put(
        MarkupFamily.PYTHONIC,
        THINK
            + "\n"
            + "<|tool_call_start|>[bash(command='ls \"é\" | cat', timeout=5),"
            + " now()]<|tool_call_end|>");
    turns.put(
        MarkupFamily.MISTRAL,
        "[THINK]First a,\nthen b.[/THINK]Looking.[TOOL_CALLS][{\"name\": \"bash\", \"arguments\": "
            + BASH
            + "}][TOOL_CALLS]now[ARGS]{}");
    turns.put(
        MarkupFamily.COHERE,
        "<|START_THINKING|>First a,\n"
            + "then b.<|END_THINKING|><|START_RESPONSE|>Looking.<|END_RESPONSE|><|START_ACTION|>[\n"
            + "    {\"tool_call_id\": \"0\", \"tool_name\": \"bash\", \"parameters\": "
            + BASH
            + "},\n"
            + "    {\"tool_call_id\": \"1\", \"tool_name\": \"now\", \"parameters\": {}}\n"
            + "]<|END_ACTION|>");
    turns.put(
        MarkupFamily.HARMONY,
        "<|channel|>analysis<|message|>First a,\n"
            + "then b.<|end|><|start|>assistant<|channel|>commentary<|message|>Looking.<|end|><|start|>assistant"
            + " to=functions.bash<|channel|>commentary json<|message|>"
            + BASH
            + "<|call|><|start|>assistant<|channel|>commentary to=functions.now"
            + " <|constrain|>json<|message|>{}");
    return turns;
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments(
            MarkupFamily.QWEN_XML,
            "<tool_call>{\"name\": 1}</tool_call> on",
            "expected",
            "{\"name\": 1}"),
        arguments(
            MarkupFamily.QWEN_XML,
            "<tool_call>\n<function=bash>\n<parameter=a>\nx",
            "never closed",
            "<parameter=a>\nx"),
        arguments(
            MarkupFamily.QWEN_XML,
            "<tool_call><function=f><parameter=a>1</parameter><parameter=a>2</parameter></function></tool_call>",
            "twice",
            "1"),
        arguments(
            MarkupFamily.GLM,
            "<tool_call>bash\n<arg_key>a</arg_key>x</tool_call>",
            "expected <arg_value>",
            "x"),
        arguments(
            MarkupFamily.GLM, "<tool_call>{\"name\": \"f\"}</tool_call>", "no name", "{\"name\""),
        arguments(
            MarkupFamily.KIMI,
            "<|tool_call_begin|>call7<|tool_call_argument_begin|>{}<|tool_call_end|>",
            "functions.NAME:INDEX",
            "call7"),
        arguments(
            MarkupFamily.KIMI,
            "<|tool_call_begin|>functions.f:0<|tool_call_argument_begin|>{\"a\"",
            "never closed",
            "{\"a\""),
        arguments(
            MarkupFamily.DEEPSEEK,
            "<｜tool▁call▁begin｜>function<｜tool▁sep｜>f\n```json\n{a}\n```<｜tool▁call▁end｜>",
            "not JSON",
            "{a}"),
        arguments(
            MarkupFamily.DEEPSEEK,
            "<｜tool▁call▁begin｜>nonsense<｜tool▁call▁end｜>",
            "expected a name",
            "nonsense"),
        arguments(
            MarkupFamily.DEEPSEEK_DSML,
            "<｜DSML｜function_calls><｜DSML｜invoke name=\"f\"><｜DSML｜parameter name=\"a\""
                + " string=\"false\">x</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜function_calls>",
            "not JSON",
            "x"),
        arguments(
            MarkupFamily.MINIMAX,
            "<minimax:tool_call>\nhello</minimax:tool_call>",
            "expected",
            "hello"),
        arguments(
            MarkupFamily.LLAMA_JSON,
            "{\"name\": \"bash\", \"parameters\": {\"a\": 1}",
            "not JSON",
            "{\"a\": 1}"),
        arguments(MarkupFamily.LLAMA_JSON, "<|python_tag|>import os", "code", "import os"),
        arguments(
            MarkupFamily.PYTHONIC,
            "<|tool_call_start|>[f(a=)]<|tool_call_end|>",
            "not Python calls",
            "f(a=)"),
        arguments(MarkupFamily.MISTRAL, "[TOOL_CALLS]hm", "expected", "hm"),
        arguments(
            MarkupFamily.COHERE,
            "<|START_ACTION|>[{\"tool_name\": 3}]<|END_ACTION|>",
            "no name",
            "3"),
        arguments(
            MarkupFamily.HARMONY,
            "<|channel|>commentary to=functions.f<|message|>{\"a\"<|call|>",
            "not JSON",
            "{\"a\""));
  }
}
