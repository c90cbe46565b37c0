package dev.millrace.rollout.trajectory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One token-exact training chain. Compaction, sub-agents and rewritten history start a new branch;
/// siblings keep their lineage.
///
/// @param parent the branch it continues from, or null for the first
/// @param origin how it came about
/// @param turns the messages in order; they do not overlap and lie inside the tokens
/// @param versions which weights sampled which tokens; they do not overlap
public record Branch(
    BranchId id,
    @Nullable BranchId parent,
    @Default("{\"cause\": \"FIRST\", \"fidelity\": \"TOKEN_EXACT\"}") BranchOrigin origin,
    Tokens tokens,
    List<Turn> turns,
    List<VersionSpan> versions,
    TokenizerRef tokenizer) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Branch(
      BranchId id,
      @Nullable BranchId parent,
      BranchOrigin origin,
      Tokens tokens,
      List<Turn> turns,
      List<VersionSpan> versions,
      TokenizerRef tokenizer) {
    int at = 0;
    for (Turn turn : turns) {
      if (turn.start() < at || turn.end() < turn.start() || turn.end() > tokens.length()) {
        throw new IllegalArgumentException(
            "branch "
                + id
                + " of "
                + tokens.length()
                + " tokens has an overlapping or outlying "
                + turn);
      }
      at = turn.end();
    }
    this.id = id;
    this.parent = parent;
    this.origin = origin;
    this.tokens = tokens;
    this.turns = List.copyOf(turns);
    this.versions = List.copyOf(versions);
    this.tokenizer = tokenizer;
  }
}
