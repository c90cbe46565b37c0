package dev.millrace.rollout.trajectory;

/// Whether a branch's ids are those that the engine read and wrote. Stored by name.
public enum Fidelity {
  /// They are.
  TOKEN_EXACT,
  /// The engine gave text only and the ids are a tokenization of it afterwards, or ids that stood
  /// for a secret were replaced ([MaskReason#REDACTED]).
  TEXT_ONLY
}
