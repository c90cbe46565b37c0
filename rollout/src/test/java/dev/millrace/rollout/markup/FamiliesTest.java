package dev.millrace.rollout.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

class FamiliesTest {
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PLAIN")
  void thoughtTextAndCallsAreRead(MarkupFamily family) throws Exception {
    ParsedTurn turn = Turns.parse(family, Samples.turns().getOrDefault(family, ""));
    assertEquals(Map.of(), turn.malformed());
    assertEquals(
        "[{\"name\":\"bash\",\"arguments\":{\"command\":\"ls \\\"é\\\" | cat\",\"timeout\":5}}, "
            + "{\"name\":\"now\",\"arguments\":{}}]",
        Turns.calls(turn).toString());
    assertEquals("Looking.", turn.message().content());
    assertEquals("First a,\nthen b.", turn.message().reasoning());
  }

  @ParameterizedTest
  @EnumSource
  void everyCutGivesTheSameTurn(MarkupFamily family) {
    String text = Samples.turns().getOrDefault(family, "a <tool_call> b\n") + "<stop>";
    ParsedTurn whole = family.parse(text, Turns.setup("", "<stop>"));
    for (int cut = 1; cut < text.length(); cut++) {
      TurnReader reader = family.reader(Turns.setup("", "<stop>"));
      Told told = new Told();
      told.hear(reader.accept(text.substring(0, cut)));
      told.hear(reader.accept(text.substring(cut)));
      told.hear(reader.end());
      assertEquals(whole, reader.turn(), "cut at " + cut);
      told.isWhat(whole);
    }
  }

  @ParameterizedTest
  @EnumSource
  void characterByCharacterGivesTheSameTurn(MarkupFamily family) {
    String text = Samples.turns().getOrDefault(family, "a <tool_call> b\n");
    TurnReader reader = family.reader(Turns.setup(""));
    Told told = new Told();
    text.chars().forEach(c -> told.hear(reader.accept(String.valueOf((char) c))));
    told.hear(reader.end());
    assertEquals(Turns.parse(family, text), reader.turn());
    told.isWhat(reader.turn());
  }

  @ParameterizedTest
  @MethodSource("dev.millrace.rollout.markup.Samples#broken")
  void malformedCallIsTypedAndKeepsItsText(
      MarkupFamily family, String text, String problem, String raw) {
    ParsedTurn turn = Turns.parse(family, text);
    assertEquals(1, turn.malformed().size(), turn.toString());
    String id = turn.malformed().keySet().iterator().next();
    ToolCall call =
        turn.message().toolCalls().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow();
    assertTrue(call.argumentsJson().contains(raw), call.argumentsJson());
    assertTrue(
        turn.malformed().getOrDefault(id, "").contains(problem), turn.malformed().toString());
  }

  @Test
  void promptOpensTheThought() {
    ParsedTurn turn =
        MarkupFamily.HERMES.parse(
            "so\n</think>\n\nyes", Turns.setup("<|im_start|>assistant\n<think>\n"));
    assertEquals(new Message.Assistant("yes", "so", List.of()), turn.message());
  }

  @Test
  void callInsideAThoughtIsNoCall() {
    String call = "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>";
    ParsedTurn turn = Turns.parse(MarkupFamily.HERMES, "<think>\n" + call + "\n</think>\n\n");
    assertEquals(new Message.Assistant("", call, List.of()), turn.message());
  }

  @Test
  void jsonThatIsNoCallIsText() {
    ParsedTurn turn = Turns.parse(MarkupFamily.LLAMA_JSON, "{\"answer\": 4} it is");
    assertEquals(new Message.Assistant("{\"answer\": 4} it is", null, List.of()), turn.message());
  }

  @Test
  void stringArgumentsOfXmlFamiliesTakeTheirDeclaredTypes() throws Exception {
    String text =
        """
        <tool_call>
        <function=bash>
        <parameter=command>

          a </parameter> b
        12

        </parameter>
        <parameter=timeout>
        123456789012345678901234567890
        </parameter>
        <parameter=dry>
        True
        </parameter>
        <parameter=list>
        ['a', None, {'b': "it's"}]
        </parameter>
        <parameter=maybe>
        None
        </parameter>
        <parameter=kind>
        3
        </parameter>
        <parameter=ratio>
        about 2
        </parameter>
        <parameter=other>
        7
        </parameter>
        </function>
        </tool_call>\
        """;
    assertEquals(
        "[{\"name\":\"bash\",\"arguments\":{\"command\":\"\\n  a </parameter> b\\n12\\n\","
            + "\"timeout\":123456789012345678901234567890,\"dry\":true,"
            + "\"list\":[\"a\",null,{\"b\":\"it's\"}],\"maybe\":null,\"kind\":3,"
            + "\"ratio\":\"about 2\",\"other\":\"7\"}}]",
        Turns.calls(Turns.parse(MarkupFamily.QWEN_XML, text)).toString());
  }
}
