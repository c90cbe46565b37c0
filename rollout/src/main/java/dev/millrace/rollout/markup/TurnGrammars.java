package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.markup.TextRules.Characters;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Grammars of whole turns, where it depends on the place what is a call.
///
/// @param tools by name, the schemas of the offered tools' arguments
record TurnGrammars(Map<String, JsonNode> tools) {
  private static final String SPACES = " \\t\\n\\r";

  /// Bare JSON where the turn begins and behind markers: there, what begins with a brace is a call.
  ToolConstraint llama() {
    Gbnf grammar = prepared();
    Map<String, @Nullable String> markers =
        Map.of("</think>", "place", "<|python_end|>", "place", "<|python_tag|>", "call");
    TextRules text = new TextRules(grammar, markers, Characters.FREE);
    text.add();
    String rest = text.beginningWithout("{;," + SPACES);
    grammar.rule("place", "[" + SPACES + "]{0,16} ( call | " + rest + " )");
    grammar.rule("behind", "[;," + SPACES + "]{0,16} ( call | " + rest + " )");
    String calls =
        calls(
            grammar,
            (name, arguments) ->
                Gbnf.literal("{\"name\": " + JsonText.quoted(name) + ", \"parameters\": ")
                    + " "
                    + arguments
                    + " \"}\"");
    grammar.rule("call", calls + " behind");
    grammar.rule("root", "place");
    return constraint(grammar);
  }

  /// Messages of channels; those with a recipient are calls. Where an engine ends a turn at one of
  /// the markers, the grammar does not see it: a turn may end without.
  ToolConstraint harmony() {
    Gbnf grammar = prepared();
    Map<String, @Nullable String> markers = new HashMap<>();
    markers.put("<|end|>", "next");
    markers.put("<|return|>", "\"\"");
    for (String other : new String[] {"start", "channel", "message", "constrain", "call"}) {
      markers.put("<|" + other + "|>", null);
    }
    String text = new TextRules(grammar, markers, Characters.FREE).add();
    String calls =
        calls(
            grammar,
            (name, arguments) -> {
              String to = " to=functions." + name;
              return "( %s | %s ) header %s"
                  .formatted(
                      Gbnf.literal("<|channel|>commentary" + to),
                      Gbnf.literal(to + "<|channel|>commentary"),
                      arguments);
            });
    grammar.rule("header", "( \" \"? \"<|constrain|>json\" | \" json\" )? \"<|message|>\"");
    grammar.rule(
        "message",
        "\"<|channel|>\" ( \"analysis\" | \"commentary\" | \"final\" ) \"<|message|>\" "
            + text
            + " | "
            + calls
            + " ( \"<|call|>\" next )?");
    grammar.rule("next", "( \"<|start|>assistant\" message )?");
    grammar.rule("root", "message?");
    return constraint(grammar);
  }

  private static Gbnf prepared() {
    Gbnf grammar = new Gbnf();
    SchemaGrammar.addJson(grammar, null);
    return grammar;
  }

  private String calls(Gbnf grammar, BiFunction<String, String, String> call) {
    return tools.entrySet().stream()
        .map(
            tool -> call.apply(tool.getKey(), new SchemaGrammar(grammar, tool.getValue()).object()))
        .collect(Collectors.joining(" | ", "( ", " )"));
  }

  private static ToolConstraint constraint(Gbnf grammar) {
    ObjectNode format =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "grammar")
            .put("grammar", grammar.toString());
    return new ToolConstraint(TaggedCalls.structuralTag(format), grammar.toString());
  }
}
