package dev.millrace.rollout.trajectory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a trajectory was worth.
///
/// @param parts every part by name, in the order they were computed
/// @param total what the formula makes of the parts
/// @param formulaDigest SHA-256 (hex) of the formula's text
/// @param tests what the verifier reported, test by test
/// @param progress the potential (share of the tests passed, 0 to 1) at checkpoints, first before
/// the
///     first turn and last at the end
/// @param flags what else was seen
public record Score(
    Map<String, Double> parts,
    double total,
    String formulaDigest,
    List<TestResult> tests,
    List<Potential> progress,
    List<Flag> flags) {
  public Score {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    tests = List.copyOf(tests);
    progress = List.copyOf(progress);
    flags = List.copyOf(flags);
  }

  /// How far a state was from done.
  ///
  /// @param turnsDone how many model calls had been made; 0 is the state before the first
  /// @param tokens sampled tokens so far
  /// @param value share of the tests that passed, 0 to 1
  public record Potential(int turnsDone, long tokens, double value) {}
}
