package dev.millrace.rollout.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.markup.ParsedTurn;
import dev.millrace.rollout.token.ChatFormat.GenerationPrompt;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HermesFormatTest extends ChatFormatContract {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final ToolSpec BASH =
      new ToolSpec("bash", "Runs it.", "{\"type\":\"object\",\"required\":[\"command\"]}");

  @Override
  protected ChatFormat format() {
    return FORMAT;
  }

  private static ParsedTurn parse(String text) {
    return FORMAT.parse(text, "", List.of(), new CallIds());
  }

  @Test
  void conversationRendersAsChatMl() {
    List<Message> messages =
        List.of(
            new Message.SystemPrompt("You work."),
            new Message.User("Go."),
            new Message.Assistant(
                "Looking.", "hm", List.of(new ToolCall("call_0", "bash", "{\"command\": \"ls\"}"))),
            new Message.ToolResult("call_0", "bash", "a.txt"));
    String text = FORMAT.render(Conversation.of(messages, List.of(BASH)), GenerationPrompt.OPEN);
    String expectedEnd =
        """
        </tool_call><|im_end|>
        <|im_start|>user
        Go.<|im_end|>
        <|im_start|>assistant
        <think>
        hm
        </think>

        Looking.
        <tool_call>
        {"name": "bash", "arguments": {"command": "ls"}}
        </tool_call><|im_end|>
        <|im_start|>user
        <tool_response>
        a.txt
        </tool_response><|im_end|>
        <|im_start|>assistant
        """;
    assertEquals(expectedEnd, text.substring(text.indexOf("</tool_call><|im_end|>")));
    assertTrue(text.startsWith("<|im_start|>system\nYou work.\n\nYou can call"), text);
    assertTrue(
        text.contains(
            "\n"
                + "{\"type\": \"function\", \"function\": {\"name\": \"bash\", \"description\":"
                + " \"Runs it.\", \"parameters\": {\"type\": \"object\", \"required\":"
                + " [\"command\"]}}}\n"),
        text);
  }

  @Test
  void argumentsStayAsWritten() {
    ParsedTurn parsed =
        parse(
            "<tool_call>{ \"arguments\" : {\"b\":1,\n \"a\" : 2.50}, \"name\":\"f\" }</tool_call>");
    assertEquals(
        List.of(new ToolCall("call_0", "f", "{\"b\":1,\n \"a\" : 2.50}")),
        parsed.message().toolCalls());
  }

  @Test
  void contentAroundSeveralCallsIsKept() {
    ParsedTurn parsed =
        parse(
            "First.\n<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>\nThen.\n"
                + "<tool_call>\n{\"name\": \"g\", \"arguments\": {}}\n</tool_call><|im_end|>");
    assertEquals("First.\nThen.", parsed.message().content());
    assertEquals(
        List.of("f", "g"), parsed.message().toolCalls().stream().map(ToolCall::name).toList());
  }

  @Test
  void closingTagInsideAStringDoesNotEndTheCall() {
    String arguments = "{\"content\": \"a </tool_call> b <tool_call> c\"}";
    ParsedTurn parsed =
        parse("<tool_call>\n{\"name\": \"f\", \"arguments\": " + arguments + "}\n</tool_call>");
    assertEquals(List.of(new ToolCall("call_0", "f", arguments)), parsed.message().toolCalls());
  }

  @Test
  void thoughtCutOffBeforeItsEndIsAllReasoning() {
    assertEquals(
        new Message.Assistant("", "so far", List.of()), parse("<think>\nso far").message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "<tool_call>{\"name\": \"f\", \"arguments\": {}}~never closed~``~{\"name\": \"f\","
            + " \"arguments\": {}}",
        "<tool_call>{\"name\": \"f\", \"argu~never closed~``~{\"name\": \"f\", \"argu",
        "<tool_call>{'name': 'f'}</tool_call>~not JSON~``~{'name': 'f'}",
        "<tool_call>[1]</tool_call>~not a JSON object~``~[1]",
        "<tool_call></tool_call>~not JSON~``~``",
        "<tool_call>{\"arguments\": {}}</tool_call>~no name~``~{\"arguments\": {}}",
        "<tool_call>{\"name\": 3, \"arguments\": {}}</tool_call>~no name~``~{\"name\": 3,"
            + " \"arguments\": {}}",
        "<tool_call>{\"name\": \"f\"}</tool_call>~no arguments~``~{\"name\": \"f\"}",
        "<tool_call>{\"name\": \"f\", \"arguments\": \"x\"}</tool_call>~not a JSON object~f~\"x\"",
        "<tool_call>{\"name\": \"f\", \"arguments\": 12}</tool_call>~not a JSON object~f~12",
        "<tool_call>{\"name\": \"f\", \"arguments\": [1, 2]}</tool_call>~not a JSON object~f~[1,"
            + " 2]",
        "<tool_call>{\"name\": \"f\", \"arguments\": {}} x</tool_call>~follows~``~{\"name\": \"f\","
            + " \"arguments\": {}} x",
      })
  void malformedCallKeepsItsTextAndSaysWhy(String text, String why, String name, String arguments) {
    ParsedTurn parsed = parse(text);
    assertEquals(List.of(new ToolCall("call_0", name, arguments)), parsed.message().toolCalls());
    String said = parsed.malformed().getOrDefault("call_0", "nothing");
    assertTrue(said.contains(why), said);
  }

  @Test
  void callsAreNamedOverAllTurns() {
    CallIds ids = new CallIds();
    String call = "<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>";
    assertEquals(Map.of(), FORMAT.parse(call, "", List.of(), ids).malformed());
    assertEquals(
        "call_1", FORMAT.parse(call, "", List.of(), ids).message().toolCalls().get(0).id());
  }

  @Property(seed = "15", tries = 200)
  void everyRenderingIsAPrefixOfTheLonger(@ForAll("conversations") List<Message> messages) {
    List<Message> some = new ArrayList<>();
    String before = "";
    for (Message message : messages) {
      some.add(message);
      String text = FORMAT.render(Conversation.of(some, List.of(BASH)), GenerationPrompt.NONE);
      assertTrue(text.startsWith(before));
      before = text;
    }
  }
}
