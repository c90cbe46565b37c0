package dev.millrace.rewards.formula;

import dev.millrace.rollout.trajectory.Rating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a formula can read.
///
/// @param parts every part of the score by name: the [#NUMBERS], a verifier's metrics as
/// @param flags the kinds of the flags raised, one entry per flag
public record Variables(Map<String, Double> parts, List<String> flags) {
  /// The parts that every score has, as formulas write them: the verifier's number; the share
  /// of the tests that passed; sampled tokens; share of the calls that were no error; the gains
  /// of the potentials; model calls; the stages reached, each 0 or 1; the share of the failing
  /// tests that were repaired, 0 where others broke; the sum of the penalties.
  public static final List<String> NUMBERS =
      List.of(
          "correctness",
          "coverage",
          "tokens",
          "tool_success",
          "progress",
          "turns",
          "built",
          "collected",
          "ran",
          "passed",
          "repaired",
          "penalty");

  /// Parts that a score has where they were asked for: a judge's mean over all criteria.
  public static final List<String> ASKED = List.of(Rating.PART);

  public static final String METRIC = "metric.";
  public static final String SCORE = "score.";
  public static final String CRITERION = Rating.PART + ".";

  /// Of a task of several steps: `step.STEP.NAME`.
  public static final String STEP = "step.";

  /// Maps from names to numbers: all parts, a verifier's metrics, scores against a baseline, what
  /// a judge says criterion by criterion.
  static final List<String> MAPS = List.of("parts", "metrics", "scores", "judged");

  /// Of the maps that hold a part of the parts, with what the names of these begin.
  static final Map<String, String> PREFIXES =
      Map.of("metrics", METRIC, "scores", SCORE, "judged", CRITERION);

  static final String FLAGS = "flags";

  public Variables {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    flags = List.copyOf(flags);
  }

  /// Whether a name is one of a part that not every score has, and no map's.
  static boolean isPart(String name) {
    return ASKED.contains(name)
        || Stream.of(METRIC, SCORE, CRITERION, STEP).anyMatch(name::startsWith);
  }

  /// What of a formula's numbers is not here: parts that were not computed when a score was stored.
  List<String> missing(List<String> read) {
    List<String> missing = new ArrayList<>(read);
    missing.removeIf(name -> !NUMBERS.contains(name) && !ASKED.contains(name));
    missing.removeAll(parts.keySet());
    return missing;
  }

  Map<String, Object> byName() {
    Map<String, Object> values = new LinkedHashMap<>(parts);
    values.keySet().removeIf(name -> !NUMBERS.contains(name) && !ASKED.contains(name));
    values.put("parts", parts);
    PREFIXES.forEach((map, prefix) -> values.put(map, below(prefix)));
    values.put(FLAGS, flags);
    return values;
  }

  private Map<String, Double> below(String prefix) {
    Map<String, Double> found = new LinkedHashMap<>();
    parts.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
