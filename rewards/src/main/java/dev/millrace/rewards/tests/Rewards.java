package dev.millrace.rewards.tests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The numbers of a verdict by name. The one named `reward` is the correctness; a task may name
/// another. Where neither is there, a single number is it; several are an error. All others are
/// metrics.
///
/// @param values at least one; each at most [#LARGEST] away from 0
/// @param file that they come from, for messages
record Rewards(SortedMap<String, Double> values, String file) {
  static final String REWARD = "reward";

  /// What a number may be at most: sums, means and squares over any group are finite then.
  static final double LARGEST = 1e9;

  private static final int MOST = 1000;
  private static final int LONGEST_NAME = 200;

  Rewards {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// @throws BrokenReportException when it is too large
  static Rewards of(double reward, String file) throws BrokenReportException {
    return new Rewards(new TreeMap<>(Map.of(REWARD, bounded(REWARD, reward, file))), file);
  }

  private static double bounded(String name, double value, String file)
      throws BrokenReportException {
    if (Math.abs(value) > LARGEST) {
      throw new BrokenReportException(
          "%s says %s for %s, and numbers of a verdict are at most 1e9: write it in a larger unit, and hold it against a baseline by metadata.measures"
              .formatted(file, value, name));
    }
    return value;
  }

  /// @throws BrokenReportException unless it is a flat object of numbers that are not too large
  static Rewards of(JsonNode object, String file) throws BrokenReportException {
    if (!object.isObject() || object.isEmpty() || object.size() > MOST) {
      throw new BrokenReportException(
          file + " holds no object with 1 to " + MOST + " numbers in it, but " + shown(object));
    }
    SortedMap<String, Double> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        throw new BrokenReportException(file + " has a name that is empty or too long");
      }
      if (!entry.getValue().isNumber() || !Double.isFinite(entry.getValue().doubleValue())) {
        throw new BrokenReportException(
            file + " says " + shown(entry.getValue()) + " for " + name + ", no finite number");
      }
      values.put(name, bounded(name, entry.getValue().doubleValue(), file));
    }
    return new Rewards(values, file);
  }

  /// @param named by the task, or null
  double correctness(@Nullable String named) throws BrokenReportException {
    String key = key(named);
    Double value = values.get(key);
    if (value == null) {
      throw new BrokenReportException(
          file
              + " has no number named "
              + key
              + " but "
              + String.join(", ", values.keySet())
              + "; name the one that says how right it is in metadata.reward_key");
    }
    return value;
  }

  SortedMap<String, Double> metrics(@Nullable String named) {
    SortedMap<String, Double> metrics = new TreeMap<>(values);
    metrics.remove(key(named));
    return metrics;
  }

  private String key(@Nullable String named) {
    if (named != null) {
      return named;
    }
    return values.containsKey(REWARD) || values.size() > 1 ? REWARD : values.firstKey();
  }

  private static String shown(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
