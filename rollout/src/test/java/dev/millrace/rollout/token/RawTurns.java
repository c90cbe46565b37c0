package dev.millrace.rollout.token;

import dev.millrace.rollout.markup.MarkupFamily;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;

/// Turns as models of each family write them, which is not always as their templates do.
final class RawTurns {
  private RawTurns() {}

  /// How a family writes its thinking and its calls.
  ///
  /// @param open before thinking, left out where the prompt has it
  /// @param close behind it
  /// @param calls around all calls
  /// @param call of name and arguments
  /// @param between calls
  private record Style(
      String open, String close, String[] calls, String call, String between, boolean isJson) {}

  private static Style style(MarkupFamily family) {
    String[] none = {"", ""};
    String think = "<think>\n";
    String thought = "\n</think>\n\n";
    return switch (family) {
      case HERMES ->
          new Style(
              think,
              thought,
              none,
              "<tool_call>\n{\"name\": \"%s\", \"arguments\": %s}\n</tool_call>",
              "\n",
              true);
      case QWEN_XML ->
          new Style(
              think,
              "\n</think>\n",
              none,
              """
              <tool_call>
              <function=%s>
              <parameter=command>
              %s
              </parameter>
              </function>
              </tool_call>\
              """,
              "\n",
              false);
      case GLM ->
          new Style(
              "\n<think>",
              "</think>\n",
              none,
              "<tool_call>%s\n<arg_key>command</arg_key>\n<arg_value>%s</arg_value>\n</tool_call>",
              "",
              false);
      case KIMI ->
          new Style(
              "<think>",
              "</think>",
              new String[] {"<|tool_calls_section_begin|>", "<|tool_calls_section_end|>"},
              "<|tool_call_begin|>functions.%s:0<|tool_call_argument_begin|>%s<|tool_call_end|>",
              "",
              true);
      case DEEPSEEK, DEEPSEEK_DSML ->
          new Style(
              think,
              thought,
              new String[] {"<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>"},
              "<｜tool▁call▁begin｜>function<｜tool▁sep｜>%s\n```json\n%s\n```<｜tool▁call▁end｜>",
              "\n",
              true);
      case MINIMAX ->
          new Style(
              think,
              thought,
              new String[] {"<minimax:tool_call>\n", "</minimax:tool_call>"},
              "<invoke name=\"%s\">\n<parameter name=\"command\">%s</parameter>\n</invoke>\n",
              "",
              false);
      case LLAMA_JSON ->
          new Style(think, thought, none, "{\"name\": \"%s\", \"parameters\": %s}", "; ", true);
      case PYTHONIC ->
          new Style(
              think,
              thought,
              new String[] {"<|tool_call_start|>[", "]<|tool_call_end|>"},
              "%s(command=%s)",
              ", ",
              false);
      case MISTRAL ->
          new Style(
              "[THINK]",
              "[/THINK]",
              new String[] {"[TOOL_CALLS][", "]"},
              "{\"name\": \"%s\", \"arguments\": %s}",
              ", ",
              true);
      case COHERE ->
          new Style(
              "<|START_THINKING|>",
              "<|END_THINKING|>",
              new String[] {"<|START_ACTION|>[\n    ", "\n]<|END_ACTION|>"},
              "{\"tool_call_id\": \"0\", \"tool_name\": \"%s\", \"parameters\": %s}",
              ",\n    ",
              true);
      case HARMONY ->
          new Style(
              "<|channel|>analysis<|message|>",
              "<|end|><|start|>assistant",
              none,
              "<|channel|>commentary to=functions.%s <|constrain|>json<|message|>%s",
              "<|call|><|start|>assistant",
              true);
      case PLAIN -> new Style(think, thought, none, "call %s with %s", " ", true);
    };
  }

  /// @param prompt the end of what was sent: it may have opened or closed the thinking
  /// @return the turn without what ends it
  static String of(MarkupFamily family, String prompt, Message.Assistant turn) {
    Style style = style(family);
    StringBuilder text = new StringBuilder();
    String opened = style.open().strip();
    if (turn.reasoning() != null) {
      text.append(prompt.stripTrailing().endsWith(opened) ? "" : style.open());
      text.append(turn.reasoning()).append(style.close());
    } else if (prompt.stripTrailing().endsWith(opened)) {
      text.append(style.close());
    }
    if (!turn.content().isEmpty() || turn.toolCalls().isEmpty()) {
      text.append(said(family, turn));
    }
    List<String> calls = new ArrayList<>();
    for (ToolCall call : turn.toolCalls()) {
      String command = command(call);
      String bare = family == MarkupFamily.PYTHONIC ? "\"" + command + "\"" : command;
      calls.add(style.call().formatted(call.name(), style.isJson() ? call.argumentsJson() : bare));
    }
    if (!calls.isEmpty()) {
      text.append(style.calls()[0]).append(String.join(style.between(), calls));
      text.append(style.calls()[1]);
    }
    return text.toString();
  }

  private static String said(MarkupFamily family, Message.Assistant turn) {
    boolean acts = !turn.toolCalls().isEmpty();
    return switch (family) {
      case HARMONY ->
          acts
              ? "<|channel|>commentary<|message|>" + turn.content() + "<|end|><|start|>assistant"
              : "<|channel|>final<|message|>" + turn.content();
      case COHERE -> "<|START_RESPONSE|>" + turn.content() + "<|END_RESPONSE|>";
      case HERMES, QWEN_XML, GLM -> turn.content() + (acts ? "\n" : "");
      case KIMI, DEEPSEEK, DEEPSEEK_DSML, MINIMAX, LLAMA_JSON, PYTHONIC, MISTRAL, PLAIN ->
          turn.content();
    };
  }

  /// The value of `{"command": "…"}`.
  private static String command(ToolCall call) {
    String json = call.argumentsJson();
    return json.substring(json.indexOf(": \"") + 3, json.lastIndexOf('"'));
  }
}
