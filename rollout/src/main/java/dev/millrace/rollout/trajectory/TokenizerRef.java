package dev.millrace.rollout.trajectory;

/// What turned text into ids, so that drift is noticed.
///
/// @param id a name for people
/// @param tokenizerDigest SHA-256 (hex) of `tokenizer.json`
/// @param templateDigest SHA-256 (hex) of the chat template's source
public record TokenizerRef(String id, String tokenizerDigest, String templateDigest) {}
