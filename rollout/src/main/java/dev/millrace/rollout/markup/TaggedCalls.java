package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.markup.TextRules.Characters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Calls in free text: what begins with the trigger is a whole call, or a section of them.
///
/// @param trigger what every form begins with
/// @param tags of arguments that are written as tags, or null where they are JSON
record TaggedCalls(
    String trigger, TagArguments.@Nullable Tags tags, List<Form> forms, Demand demand) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /// One way to write a call.
  ///
  /// @param begin begins with the trigger
  record Form(String begin, Content content, String end) {}

  /// What is in a call.
  sealed interface Content {}

  /// The arguments as JSON.
  record Schema(JsonNode schema) implements Content {}

  /// Something that a schema cannot say.
  non-sealed interface Rules extends Content {
    /// @param grammar has the rules of JSON, and of text where arguments are tags
    /// @return what may stand in a rule
    String addTo(Gbnf grammar);
  }

  /// Triggered tags cannot say that text may stand before a call that has to come, nor that an end
  /// of markup may follow the only one; a grammar can.
  ToolConstraint constraint() {
    String gbnf = gbnf();
    return demand.equals(Demand.NONE)
        ? new ToolConstraint(structuralTag(), gbnf)
        : ToolConstraint.of(gbnf);
  }

  /// The form of structural tags that XGrammar documents.
  static String structuralTag(ObjectNode format) {
    return JSON.objectNode().put("type", "structural_tag").set("format", format).toString();
  }

  private String structuralTag() {
    ObjectNode format = JSON.objectNode().put("type", "triggered_tags");
    format.putArray("triggers").add(trigger);
    ArrayNode all = format.putArray("tags");
    for (Form form : forms) {
      ObjectNode tag = all.addObject().put("type", "tag").put("begin", form.begin());
      tag.set("content", content(form.content()));
      tag.put("end", form.end());
    }
    format.put("at_least_one", false).put("stop_after_first", false);
    return structuralTag(format);
  }

  private ObjectNode content(Content content) {
    return switch (content) {
      case Schema(JsonNode schema) ->
          JSON.objectNode().put("type", "json_schema").set("json_schema", schema);
      case Rules rules -> {
        Gbnf grammar = prepared();
        grammar.rule("root", rules.addTo(grammar));
        yield JSON.objectNode().put("type", "grammar").put("grammar", grammar.toString());
      }
    };
  }

  private Gbnf prepared() {
    Gbnf grammar = new Gbnf();
    if (tags == null) {
      SchemaGrammar.addJson(grammar, null);
    } else {
      TagArguments.addText(grammar, tags);
    }
    return grammar;
  }

  private String gbnf() {
    Gbnf grammar = prepared();
    Map<String, @Nullable String> calling = Map.of(trigger, "call");
    Characters before = demand.atLeastOne() ? Characters.CLOSED : Characters.FREE;
    String text = new TextRules(grammar, calling, before).add();
    String calls =
        forms.stream().map(form -> behindTrigger(form, grammar)).collect(Collectors.joining(" | "));
    String rest =
        demand.equals(Demand.NONE)
            ? text
            : new TextRules(grammar, demand.single() ? silent() : calling, Characters.FREE).add();
    grammar.rule("call", "( " + calls + " ) " + rest);
    grammar.rule("root", text);
    return grammar.toString();
  }

  private Map<String, @Nullable String> silent() {
    Map<String, @Nullable String> none = new HashMap<>();
    none.put(trigger, null);
    return none;
  }

  private String behindTrigger(Form form, Gbnf grammar) {
    String inside =
        switch (form.content()) {
          case Schema(JsonNode schema) -> new SchemaGrammar(grammar, schema).object();
          case Rules rules -> rules.addTo(grammar);
        };
    String begin = Gbnf.literal(form.begin().substring(trigger.length()));
    return begin + " " + inside + " " + Gbnf.literal(form.end());
  }
}
