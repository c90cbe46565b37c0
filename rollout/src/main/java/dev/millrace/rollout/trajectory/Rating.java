package dev.millrace.rollout.trajectory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a judge said of an episode by its task's rubric, and how it was asked.
///
/// @param standing whether anything else gave a verdict
/// @param setting how it was asked
/// @param prompt the words of the first repeat
/// @param criteria what was asked about, in the rubric's order; at least one
/// @param repeats the answers, in order; at least one, each with a score for every criterion
public record Rating(
    Standing standing,
    Setting setting,
    Prompt prompt,
    List<Criterion> criteria,
    List<Repeat> repeats) {
  /// The part of a score that all criteria together are.
  public static final String PART = "judge";

  public Rating {
    criteria = List.copyOf(criteria);
    repeats = List.copyOf(repeats);
  }

  /// What a judge's word is worth.
  public enum Standing {
    /// Nothing could be measured: the verdict is the judge's.
    ALONE,
    /// A verifier gave the verdict.
    BESIDE
  }

  /// @param model the name that was asked for
  /// @param rubricDigest SHA-256 (hex) of the rubric
  /// @param maxTokens of an answer
  public record Setting(String model, String rubricDigest, double temperature, int maxTokens) {}

  /// What was sent. The prompts of other repeats differ in their nonce alone.
  public record Prompt(String system, String user) {}

  /// @param weight above 0
  /// @param least the lowest score there is
  /// @param most the highest
  public record Criterion(String name, double weight, double least, double most) {
    double share(double score) {
      return (score - least) / (most - least);
    }
  }

  /// One answer.
  ///
  /// @param model as the endpoint named it
  /// @param nonce that fenced the material in this prompt
  /// @param promptDigest SHA-256 (hex) of the prompt
  /// @param scores by criterion, on its scale
  /// @param unusable how many answers before it were of no use, by reason
  public record Repeat(
      String model,
      String nonce,
      String promptDigest,
      Map<String, Double> scores,
      Map<String, Integer> unusable) {
    public Repeat {
      scores = Collections.unmodifiableMap(new TreeMap<>(scores));
      unusable = Collections.unmodifiableMap(new TreeMap<>(unusable));
    }
  }

  /// The mean over all repeats, 0 to 1: `judge` for the weighted mean of the criteria, and
  /// `judge.NAME` for each.
  public Map<String, Double> parts() {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(PART, mean(totals()));
    criteria.forEach(
        criterion -> parts.put(PART + "." + criterion.name(), mean(shares(criterion))));
    return Collections.unmodifiableMap(parts);
  }

  /// The standard deviation of each of the [#parts] over the repeats, 0 to 0.5; 0 for a single one.
  public Map<String, Double> spread() {
    Map<String, Double> spread = new LinkedHashMap<>();
    spread.put(PART, deviation(totals()));
    criteria.forEach(
        criterion -> spread.put(PART + "." + criterion.name(), deviation(shares(criterion))));
    return Collections.unmodifiableMap(spread);
  }

  private List<Double> shares(Criterion criterion) {
    return repeats.stream()
        .map(repeat -> criterion.share(repeat.scores().getOrDefault(criterion.name(), Double.NaN)))
        .toList();
  }

  private List<Double> totals() {
    List<Double> totals = new ArrayList<>();
    double weights = criteria.stream().mapToDouble(Criterion::weight).sum();
    for (int repeat = 0; repeat < repeats.size(); repeat++) {
      double total = 0;
      for (Criterion criterion : criteria) {
        total += criterion.weight() / weights * shares(criterion).get(repeat);
      }
      totals.add(Math.min(1, total));
    }
    return totals;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double deviation(List<Double> values) {
    double mean = mean(values);
    return Math.sqrt(
        values.stream().mapToDouble(value -> (value - mean) * (value - mean)).average().orElse(0));
  }
}
