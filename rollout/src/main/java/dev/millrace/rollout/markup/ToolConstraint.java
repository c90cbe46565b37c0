package dev.millrace.rollout.markup;

/// What makes malformed tool calls impossible, in the forms that engines read. Both say the same.
///
/// @param structuralTagJson a structural tag as JSON, for vLLM and SGLang
/// @param gbnf a grammar in llama.cpp's GBNF
public record ToolConstraint(String structuralTagJson, String gbnf) {}
