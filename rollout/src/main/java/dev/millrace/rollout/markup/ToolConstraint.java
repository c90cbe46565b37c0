package dev.millrace.rollout.markup;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What makes malformed tool calls impossible, in the forms that engines read. Both say the same.
///
/// @param structuralTagJson a structural tag as JSON, for vLLM and SGLang
/// @param gbnf a grammar in llama.cpp's GBNF
public record ToolConstraint(String structuralTagJson, String gbnf) {
  /// A grammar of whole turns, for all engines.
  static ToolConstraint of(String gbnf) {
    ObjectNode format = JsonNodeFactory.instance.objectNode();
    format.put("type", "grammar").put("grammar", gbnf);
    return new ToolConstraint(TaggedCalls.structuralTag(format), gbnf);
  }
}
