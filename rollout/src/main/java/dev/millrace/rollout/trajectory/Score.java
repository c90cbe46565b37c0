package dev.millrace.rollout.trajectory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a trajectory was worth.
///
/// @param parts every part by name, in the order they were computed
/// @param total what the formula makes of the parts
/// @param formulaDigest SHA-256 (hex) of the formula's text
/// @param tests what the verifier reported, test by test
/// @param progress the potential (share of the tests passed, 0 to 1) at checkpoints, first before
///     the first turn and last at the end
/// @param flags what else was seen
/// @param rating what a judge said, or null where none was asked
public record Score(
    Map<String, Double> parts,
    double total,
    String formulaDigest,
    List<TestResult> tests,
    List<Potential> progress,
    List<Flag> flags,
    @Default("null") @Nullable Rating rating) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public Score(
      Map<String, Double> parts,
      double total,
      String formulaDigest,
      List<TestResult> tests,
      List<Potential> progress,
      List<Flag> flags,
      @Nullable Rating rating) {
    this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    this.total = total;
    this.formulaDigest = formulaDigest;
    this.tests = List.copyOf(tests);
    this.progress = List.copyOf(progress);
    this.flags = List.copyOf(flags);
    this.rating = rating;
  }

  /// One that no judge had a part in.
  public Score(
      Map<String, Double> parts,
      double total,
      String formulaDigest,
      List<TestResult> tests,
      List<Potential> progress,
      List<Flag> flags) {
    this(parts, total, formulaDigest, tests, progress, flags, null);
  }

  /// Whether the verdict is a judge's alone: nothing was measured.
  public boolean isJudged() {
    return rating != null && rating.standing() == Rating.Standing.ALONE;
  }

  /// How far a state was from done.
  ///
  /// @param turnsDone how many model calls had been made; 0 is the state before the first
  /// @param tokens sampled tokens so far
  /// @param value share of the tests that passed, 0 to 1
  /// @param gain what the turns since the potential before this one earned, that is this value,
  ///     discounted over them, less the value before; null for the first one, and in records that
  ///     are older than gains
  public record Potential(
      int turnsDone, long tokens, double value, @Default("null") @Nullable Double gain) {
    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Potential(int turnsDone, long tokens, double value, @Nullable Double gain) {
      this.turnsDone = turnsDone;
      this.tokens = tokens;
      this.value = value;
      this.gain = gain;
    }

    /// One of which no gain is known.
    public Potential(int turnsDone, long tokens, double value) {
      this(turnsDone, tokens, value, null);
    }
  }
}
