package dev.millrace.rewards.score;

import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.formula.Variables;
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.Usage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a score is made by, besides the verdict.
///
/// @param formula how the parts add up
/// @param penalties what each kind of flag costs, once a trajectory however often it is raised; a
///     kind that is not named costs nothing. In units of reward, 0 or more
/// @param shaping what steps earn
public record Terms(Formula formula, Map<String, Double> penalties, Shaping shaping) {
  public Terms {
    SortedMap<String, Double> sorted = new TreeMap<>(penalties);
    sorted.forEach(
        (kind, penalty) -> {
          if (!(penalty >= 0) || !Double.isFinite(penalty)) {
            throw new IllegalArgumentException(
                "the penalty of " + kind + " is " + penalty + ", not a finite number of 0 or more");
          }
        });
    penalties = Collections.unmodifiableSortedMap(sorted);
  }

  /// What the distinct kinds of flags cost together.
  public double penalty(List<Flag> flags) {
    return flags.stream()
        .map(Flag::kind)
        .distinct()
        .mapToDouble(kind -> penalties.getOrDefault(kind, 0.0))
        .sum();
  }

  /// The reward.
  ///
  /// @param rating what a judge said, or null where none was asked
  /// @throws FailureException with `Failure.Verifier` when the formula has no value there, or takes
  ///     a judge's word alone for a result that a verifier measured
  double total(Map<String, Double> parts, List<Flag> flags, @Nullable Rating rating) {
    if (formula.isJudgeAlone() && rating != null && rating.standing() == Rating.Standing.BESIDE) {
      throw new FailureException(
          new Failure.Verifier(
              "the reward formula `"
                  + formula.text()
                  + "` takes a judge's word alone, and the result was measured; add a part of the"
                  + " verifier's, such as correctness"));
    }
    return formula.total(new Variables(parts, flags.stream().map(Flag::kind).toList()));
  }

  /// What a stored judgement is worth by these terms: its parts, flags, tests and potentials are as
  /// they were, penalties, gains and total are new. What has no verdict still has none.
  ///
  /// @param usage of the trajectory, for scores that were stored before turns were a part
  public Judgement again(Judgement stored, Usage usage) {
    if (!(stored instanceof Judgement.Scored(Score score))) {
      return stored;
    }
    List<Potential> potentials = shaping.gains(score.progress());
    Map<String, Double> parts = new LinkedHashMap<>(score.parts());
    parts.putIfAbsent("turns", (double) usage.turns());
    parts.put("penalty", penalty(score.flags()));
    if (!potentials.isEmpty()) {
      parts.put("progress", shaping.total(potentials));
    }
    try {
      return new Judgement.Scored(
          new Score(
              parts,
              total(parts, score.flags(), score.rating()),
              formula.digest(),
              score.tests(),
              potentials,
              score.flags(),
              score.rating()));
    } catch (FailureException e) {
      return new Judgement.Unscored(e.failure(), score.flags());
    }
  }

  /// SHA-256 (hex) of all of it: equal terms make equal totals of equal verdicts.
  public String digest() {
    try {
      String text = formula.text() + "\n" + penalties + "\n" + shaping.gamma();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
