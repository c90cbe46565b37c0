package dev.millrace.rollout.markup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/// What a family's grammar allows, its reader reads.
class GrammarPropertyTest {
  private static final int SCHEMAS = 60;
  private static final int SCHEMAS_OF_A_DEMAND = 5;
  private static final int TURNS = 8;
  private static final int ENOUGH = 160;

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PLAIN", "PYTHONIC"})
  void whatTheGrammarWritesIsReadAsCallsOfTheirSchemas(MarkupFamily family) throws Exception {
    int calls = 0;
    for (int seed = 0; seed < SCHEMAS; seed++) {
      Random random = new Random(seed);
      List<ToolSpec> tools = new SchemaSource(random).tools();
      String gbnf = family.constraint(tools).orElseThrow().gbnf();
      GrammarTurns turns = new GrammarTurns(family, Demand.NONE, gbnf, random);
      GbnfMatcher matcher = new GbnfMatcher(gbnf);
      for (int i = 0; i < TURNS; i++) {
        String text = turns.next();
        assertTrue(i > 0 || matcher.matches(text), "the matcher refuses " + text + "\n" + gbnf);
        ReadSetup setup = new ReadSetup(tools, "", new CallIds(), Set.of());
        ParsedTurn turn = family.parse(text, setup);
        String where = "seed " + seed + ": " + text;
        assertEquals(Map.of(), turn.malformed(), where);
        for (ToolCall call : turn.message().toolCalls()) {
          holds(call, tools, where);
          calls++;
        }
      }
    }
    assertTrue(calls > SCHEMAS, "only " + calls + " calls");
  }

  static Stream<Arguments> demands() {
    return Stream.of(MarkupFamily.values())
        .filter(MarkupFamily::isConstrainable)
        .flatMap(family -> ConstraintTexts.DEMANDS.stream().map(one -> arguments(family, one)));
  }

  /// Whole turns too, as the grammar begins them.
  @ParameterizedTest
  @MethodSource("demands")
  void turnHasAsManyCallsAsAreAskedFor(MarkupFamily family, Demand demand) throws Exception {
    for (int seed = 0; seed < SCHEMAS_OF_A_DEMAND; seed++) {
      Random random = new Random(seed);
      List<ToolSpec> tools = new SchemaSource(random).tools();
      String gbnf = family.constraint(tools, demand).orElseThrow().gbnf();
      GrammarTurns turns = new GrammarTurns(family, demand, gbnf, random);
      GbnfMatcher matcher = new GbnfMatcher(gbnf);
      for (String text : List.of(turns.next(), turns.whole())) {
        String where = "seed " + seed + ": " + text;
        assertTrue(matcher.matches(text), where);
        ParsedTurn turn = family.parse(text, new ReadSetup(tools, "", new CallIds(), Set.of()));
        assertEquals(Map.of(), turn.malformed(), where);
        int calls = turn.message().toolCalls().size();
        // A grammar does not know whether the prompt began a thought that could end.
        boolean isThought = family == MarkupFamily.LLAMA_JSON && text.contains("</think>");
        assertTrue(calls >= (demand.atLeastOne() && !isThought ? 1 : 0), where);
        assertTrue(calls <= (demand.single() ? 1 : Integer.MAX_VALUE), where);
        for (ToolCall call : turn.message().toolCalls()) {
          holds(call, tools, where);
        }
      }
      for (String text : turns.refused()) {
        assertFalse(matcher.matches(text), text);
      }
    }
  }

  private static void holds(ToolCall call, List<ToolSpec> tools, String where) throws Exception {
    ToolSpec tool =
        tools.stream()
            .filter(one -> one.name().equals(call.name()))
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("no tool is called " + call.name() + ", " + where));
    JsonNode schema = Turns.JSON.readTree(tool.parametersJson());
    String problem =
        SchemaSource.problem(Turns.JSON.readTree(call.argumentsJson()), schema, schema);
    assertEquals("", problem, where);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PLAIN", "PYTHONIC"})
  void whatTheFamilyWritesIsAllowed(MarkupFamily family) {
    String sample = Samples.turns().getOrDefault(family, "");
    String gbnf = family.constraint(Turns.TOOLS).orElseThrow().gbnf();
    assertTrue(new GbnfMatcher(gbnf).matches(sample), sample);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"PLAIN", "PYTHONIC"})
  void structuralTagHoldsTheSameGrammars(MarkupFamily family) throws Exception {
    List<ToolSpec> tools = new SchemaSource(new Random(5)).tools();
    ToolConstraint constraint = family.constraint(tools).orElseThrow();
    JsonNode tag = Turns.JSON.readTree(constraint.structuralTagJson());
    assertEquals("structural_tag", tag.path("type").asText());
    JsonNode format = tag.path("format");
    if (format.path("type").asText().equals("grammar")) {
      assertEquals(constraint.gbnf(), format.path("grammar").asText());
      return;
    }
    String trigger = format.at("/triggers/0").asText();
    for (JsonNode form : format.path("tags")) {
      assertTrue(form.path("begin").asText().startsWith(trigger), form.toString());
      String text =
          form.path("begin").asText() + inside(form.path("content")) + form.path("end").asText();
      assertTrue(new GbnfMatcher(constraint.gbnf()).matches(text), text);
      ReadSetup setup = new ReadSetup(tools, "", new CallIds(), Set.of());
      assertEquals(Map.of(), family.parse(text, setup).malformed(), text);
    }
  }

  private static String inside(JsonNode content) {
    Gbnf json = new Gbnf();
    SchemaGrammar.addJson(json, null);
    json.rule("root", new SchemaGrammar(json, content.path("json_schema")).object());
    boolean isJson = content.path("type").asText().equals("json_schema");
    GbnfRules rules = new GbnfRules(isJson ? json.toString() : content.path("grammar").asText());
    return new GbnfWriter(rules, new Random(2)).write("root", ENOUGH);
  }
}
