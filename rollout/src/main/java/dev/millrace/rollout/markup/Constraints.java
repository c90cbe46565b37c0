package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.markup.TagArguments.Tags;
import dev.millrace.rollout.markup.TaggedCalls.Form;
import dev.millrace.rollout.markup.TaggedCalls.Rules;
import dev.millrace.rollout.markup.TaggedCalls.Schema;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Constraints by family.
///
/// @param tools by name, the schemas of the offered tools' arguments
record Constraints(Map<String, JsonNode> tools, Demand demand) {
  private static final String NEWLINE = "\"\\n\"?";
  private static final Tags QWEN = Tags.of(InvokeTags.QWEN.argument(), "\n");
  private static final Tags MINIMAX = Tags.of(InvokeTags.MINIMAX.argument(), "");
  private static final Tags DSML =
      new Tags(
          Gbnf.literal(InvokeTags.DSML.argument().open()),
          Gbnf.literal("\" string=\"true\">"),
          Gbnf.literal("\" string=\"false\">"),
          "\"\"",
          InvokeTags.DSML.argument().close(),
          Gbnf.literal("\n"));
  private static final String GLM_BETWEEN = "\"</arg_key>\" " + NEWLINE + " \"<arg_value>\"";
  private static final Tags GLM =
      new Tags("\"<arg_key>\"", GLM_BETWEEN, GLM_BETWEEN, "\"\"", "</arg_value>", NEWLINE);

  static Optional<ToolConstraint> of(MarkupFamily family, List<ToolSpec> tools, Demand demand) {
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    tools.forEach(tool -> schemas.put(tool.name(), schema(tool)));
    return new Constraints(schemas, demand).of(family);
  }

  private Optional<ToolConstraint> of(MarkupFamily family) {
    return switch (family) {
      case HERMES -> Optional.of(hermes());
      case QWEN_XML -> Optional.of(each("<tool_call>", QWEN, this::qwen));
      case GLM -> Optional.of(each("<tool_call>", GLM, this::glm));
      case KIMI -> Optional.of(each(KimiCall.OPEN, null, this::kimi));
      case DEEPSEEK -> Optional.of(deepSeek());
      case DEEPSEEK_DSML -> Optional.of(section("<｜DSML｜function_calls>", InvokeTags.DSML, DSML));
      case MINIMAX -> Optional.of(section("<minimax:tool_call>", InvokeTags.MINIMAX, MINIMAX));
      case LLAMA_JSON -> Optional.of(new TurnGrammars(tools, demand).llama());
      case MISTRAL -> Optional.of(mistral());
      case COHERE -> Optional.of(cohere());
      case HARMONY -> Optional.of(new TurnGrammars(tools, demand).harmony());
      case PYTHONIC, PLAIN -> Optional.empty();
    };
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

  private <T> List<T> map(BiFunction<String, JsonNode, T> made) {
    return tools.entrySet().stream()
        .map(tool -> made.apply(tool.getKey(), tool.getValue()))
        .toList();
  }

  private String any(BiFunction<String, JsonNode, String> rule) {
    return map(rule).stream().collect(Collectors.joining(" | ", "( ", " )"));
  }

  private ToolConstraint each(
      String trigger, @Nullable Tags tags, BiFunction<String, JsonNode, Form> form) {
    return new TaggedCalls(trigger, tags, map(form), demand).constraint();
  }

  private ToolConstraint hermes() {
    return each(
        "<tool_call>",
        null,
        (name, schema) ->
            new Form(
                "<tool_call>\n{\"name\": " + JsonText.quoted(name) + ", \"arguments\": ",
                new Schema(schema),
                "}\n</tool_call>"));
  }

  private Form qwen(String name, JsonNode schema) {
    Rules rules = grammar -> new TagArguments(grammar, QWEN, schema).rule();
    return new Form("<tool_call>\n<function=" + name + ">\n", rules, "</function>\n</tool_call>");
  }

  private Form glm(String name, JsonNode schema) {
    Rules rules = grammar -> NEWLINE + " " + new TagArguments(grammar, GLM, schema).rule();
    return new Form("<tool_call>" + name, rules, "</tool_call>");
  }

  private Form kimi(String name, JsonNode schema) {
    Rules rules =
        grammar ->
            "[0-9]{1,6} "
                + Gbnf.literal(KimiCall.ARGUMENTS)
                + " "
                + new SchemaGrammar(grammar, schema).object();
    return new Form(KimiCall.OPEN + "functions." + name + ":", rules, KimiCall.CLOSE);
  }

  /// Both ways: the template's markup does not tell which one the model was trained on.
  private ToolConstraint deepSeek() {
    List<Form> forms =
        map(
                (name, schema) ->
                    Stream.of(
                        new Form(
                            DeepSeekCall.OPEN
                                + "function"
                                + DeepSeekCall.SEPARATOR
                                + name
                                + DeepSeekCall.FENCE,
                            new Schema(schema),
                            "\n" + DeepSeekCall.FENCE_END + DeepSeekCall.CLOSE),
                        new Form(
                            DeepSeekCall.OPEN + name + DeepSeekCall.SEPARATOR,
                            new Schema(schema),
                            DeepSeekCall.CLOSE)))
            .stream()
            .flatMap(forms2 -> forms2)
            .toList();
    return new TaggedCalls(DeepSeekCall.OPEN, null, forms, demand).constraint();
  }

  /// A block of calls whose arguments are tags.
  private ToolConstraint section(String open, InvokeTags invoke, Tags tags) {
    Rules calls =
        grammar ->
            any(
                    (name, schema) ->
                        Gbnf.literal(invoke.call().open() + name + invoke.call().openEnd() + "\n")
                            + " "
                            + new TagArguments(grammar, tags, schema).rule()
                            + " "
                            + Gbnf.literal(invoke.call().close() + "\n"))
                + (demand.single() ? "" : "+");
    Form form = new Form(open + "\n", calls, invoke.close());
    return new TaggedCalls(open, tags, List.of(form), demand).constraint();
  }

  /// A JSON array of calls, or a name and JSON.
  private ToolConstraint mistral() {
    Rules calls =
        grammar -> {
          String named =
              any(
                  (name, schema) ->
                      Gbnf.literal(name + MistralCalls.ARGUMENTS)
                          + " "
                          + new SchemaGrammar(grammar, schema).object());
          return "( "
              + named
              + " | "
              + list(
                  grammar,
                  (name, arguments) ->
                      Gbnf.literal("{\"name\": " + JsonText.quoted(name) + ", \"arguments\": ")
                          + " "
                          + arguments
                          + " ( \", \\\"id\\\": \" json-string )? \"}\"")
              + " )";
        };
    Form form = new Form(MistralCalls.OPEN, calls, "");
    return new TaggedCalls(MistralCalls.OPEN, null, List.of(form), demand).constraint();
  }

  private ToolConstraint cohere() {
    Rules calls =
        grammar ->
            list(
                grammar,
                (name, arguments) ->
                    "\"{\\\"tool_call_id\\\": \" json-string "
                        + Gbnf.literal(
                            ", \"tool_name\": " + JsonText.quoted(name) + ", \"parameters\": ")
                        + " "
                        + arguments
                        + " \"}\"");
    Form form = new Form("<|START_ACTION|>", calls, "<|END_ACTION|>");
    return new TaggedCalls("<|START_ACTION|>", null, List.of(form), demand).constraint();
  }

  private String list(Gbnf grammar, BiFunction<String, String, String> call) {
    String one =
        grammar.rule(
            any((name, schema) -> call.apply(name, new SchemaGrammar(grammar, schema).object())));
    String more = demand.single() ? "" : "( ws \",\" ws %s )* ".formatted(one);
    return "\"[\" ws %s %sws \"]\"".formatted(one, more);
  }
}
