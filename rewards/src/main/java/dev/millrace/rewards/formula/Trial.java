package dev.millrace.rewards.formula;

import dev.millrace.rollout.trajectory.Rating;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Tries a formula on made-up numbers, to see whether what a verifier measures moves it: a judge's
/// word stays the same, and so does what an episode used, while a verifier's numbers take all
/// values of a grid, or as many points of it as are tried.
///
/// @param reads of the formula
record Trial(Reads reads) {
  private static final List<Double> JUDGED = List.of(0.2, 0.8);
  private static final double[] MEASURED = {0, 0.5, 1, 0.25, 0.75};

  /// Metrics and scores have scales of their own.
  private static final double[] OF_ITS_SCALE = {0, 0.5, 1, -1e6, 1e6};

  private static final int MOST_POINTS = 1000;

  /// More than what rounding makes of nothing.
  private static final double LEAST_MOVE = 1e-9;

  /// Stands in maps that are read whole.
  private static final String ANY = "any";

  /// Whether a verifier's numbers are read and change a value. Where there is none at all, nothing
  /// is proved, and reading them counts.
  ///
  /// @param value of the formula, empty where it has none
  boolean isMovedByAVerifier(Function<Variables, OptionalDouble> value) {
    List<String> names = measured();
    boolean hasValue = false;
    for (double judged : JUDGED) {
      for (Map<String, Double> used : List.of(used(0, 0), used(1000, 1))) {
        Span span = new Span();
        for (int point = 0; point < points(names) && !span.isMove(); point++) {
          value.apply(at(names, point, judged, used)).ifPresent(span::add);
        }
        if (span.isMove()) {
          return true;
        }
        hasValue |= span.count > 0;
      }
    }
    return !hasValue && !names.isEmpty();
  }

  private List<String> measured() {
    List<String> names = new ArrayList<>();
    for (String name : reads.names()) {
      String prefix = Variables.PREFIXES.get(name);
      if (prefix != null) {
        names.add(prefix + ANY);
      } else if (Reads.isVerifiers(name)) {
        names.add(name);
      }
    }
    names.removeIf(Reads::isJudges);
    return names;
  }

  private static int points(List<String> names) {
    return (int) Math.min(MOST_POINTS, Math.pow(MEASURED.length, names.size()));
  }

  /// What an episode used, all that a verifier may have measured, and what was judged.
  private static Map<String, Double> used(double many, double share) {
    Map<String, Double> used = new HashMap<>();
    Variables.NUMBERS.forEach(name -> used.put(name, 0.0));
    used.put("tokens", many);
    used.put("turns", many);
    used.put("tool_success", share);
    return used;
  }

  private Variables at(List<String> names, int point, double judged, Map<String, Double> used) {
    Map<String, Double> parts = new HashMap<>(used);
    parts.put(Rating.PART, judged);
    parts.put(Variables.CRITERION + ANY, judged);
    reads.names().stream().filter(Reads::isJudges).forEach(name -> parts.put(name, judged));
    boolean isWhole = Math.pow(MEASURED.length, names.size()) <= MOST_POINTS;
    SplittableRandom random = new SplittableRandom(point);
    int rest = point;
    for (String name : names) {
      double[] values = Variables.NUMBERS.contains(name) ? MEASURED : OF_ITS_SCALE;
      parts.put(name, values[isWhole ? rest % values.length : random.nextInt(values.length)]);
      rest /= values.length;
    }
    return new Variables(parts, List.of());
  }

  /// How far some values lie apart.
  private static final class Span {
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private int count;

    void add(double value) {
      least = Math.min(least, value);
      most = Math.max(most, value);
      count++;
    }

    boolean isMove() {
      return most - least > LEAST_MOVE;
    }
  }
}
