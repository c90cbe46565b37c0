package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.markup.TextRules.Characters;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Grammars of whole turns, where it depends on the place what is a call.
///
/// @param tools by name, the schemas of the offered tools' arguments
record TurnGrammars(Map<String, JsonNode> tools, Demand demand) {
  private static final String SPACES = " \\t\\n\\r";

  /// Bare JSON where the turn begins and behind markers: there, what begins with a brace is a call.
  ToolConstraint llama() {
    Gbnf grammar = prepared();
    Characters before = demand.atLeastOne() ? Characters.CLOSED : Characters.FREE;
    String rest = places(grammar, "place", "call", before);
    if (demand.single()) {
      rest = places(grammar, "later", null, Characters.FREE);
    } else if (demand.atLeastOne()) {
      rest = places(grammar, "later", "call", Characters.FREE);
    }
    grammar.rule("behind", "[;," + SPACES + "]{0,16} " + rest);
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
    return ToolConstraint.of(grammar.toString());
  }

  /// Adds the rule of a place where a call may begin.
  ///
  /// @param call the rule of a call, or null where there may be none
  /// @return what may stand there behind spaces
  private static String places(
      Gbnf grammar, String name, @Nullable String call, Characters characters) {
    Map<String, @Nullable String> markers = new HashMap<>();
    markers.put("</think>", name);
    markers.put("<|python_end|>", name);
    markers.put("<|python_tag|>", call);
    TextRules text = new TextRules(grammar, markers, characters);
    text.add();
    String rest = text.beginningWithout("{;," + SPACES);
    String either = call == null ? rest : "( " + call + " | " + rest + " )";
    grammar.rule(name, "[" + SPACES + "]{0,16} " + either);
    return either;
  }

  /// Messages of channels; those with a recipient are calls. Where an engine ends a turn at one of
  /// the markers, the grammar does not see it: a turn may end without.
  ToolConstraint harmony() {
    Gbnf grammar = prepared();
    grammar.rule(
        "calls",
        calls(
            grammar,
            (name, arguments) -> {
              String to = " to=functions." + name;
              return "( %s | %s ) header %s"
                  .formatted(
                      Gbnf.literal("<|channel|>commentary" + to),
                      Gbnf.literal(to + "<|channel|>commentary"),
                      arguments);
            }));
    grammar.rule("header", "( \" \"? \"<|constrain|>json\" | \" json\" )? \"<|message|>\"");
    String after = "next";
    if (demand.single()) {
      after = "\"\"";
    } else if (demand.atLeastOne()) {
      after = "later";
      messages(grammar, "further", after, after, Characters.FREE);
    }
    Characters before = demand.atLeastOne() ? Characters.CLOSED : Characters.FREE;
    messages(grammar, "message", "next", after, before);
    grammar.rule("root", demand.atLeastOne() ? "message" : "message?");
    return ToolConstraint.of(grammar.toString());
  }

  /// Adds the rules of messages, and of what follows one.
  ///
  /// @param after the rule for what follows a call
  /// @param characters those of text; where they are closed, a turn may not end in it
  private static void messages(
      Gbnf grammar, String message, String next, String after, Characters characters) {
    boolean mayEnd = characters.end() != null;
    Map<String, @Nullable String> markers = new HashMap<>();
    markers.put("<|end|>", next);
    markers.put("<|return|>", mayEnd ? "\"\"" : null);
    for (String other : new String[] {"start", "channel", "message", "constrain", "call"}) {
      markers.put("<|" + other + "|>", null);
    }
    String text = new TextRules(grammar, markers, characters).add();
    grammar.rule(
        message,
        "\"<|channel|>\" ( \"analysis\" | \"commentary\" | \"final\" ) \"<|message|>\" "
            + text
            + " | calls ( \"<|call|>\" "
            + after
            + " )?");
    grammar.rule(next, "( \"<|start|>assistant\" " + message + " )" + (mayEnd ? "?" : ""));
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
}
