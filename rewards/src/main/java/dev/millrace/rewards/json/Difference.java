package dev.millrace.rewards.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rewards.Pairing;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Where two JSON values differ: numbers are compared by value, keys stand in any order. Used once.
final class Difference {
  /// How many pairs of values are looked at: arrays in any order inside each other would take long.
  private static final int MOST_WORK = 2_000_000;

  private final Tolerance tolerance;
  private final ArrayOrder order;
  private int work;

  Difference(Tolerance tolerance, ArrayOrder order) {
    this.tolerance = tolerance;
    this.order = order;
  }

  Optional<String> between(JsonNode given, JsonNode right) {
    return difference("", given, right);
  }

  /// Where two values first differ, if they do.
  private Optional<String> difference(String place, JsonNode given, JsonNode right) {
    if (++work > MOST_WORK) {
      return Optional.of("the document is too large to be compared in any order");
    }
    if (right.isObject() && given.isObject()) {
      return ofObjects(place, given, right);
    }
    if (right.isArray() && given.isArray()) {
      return ofArrays(place, given, right);
    }
    boolean same =
        (right.isNumber() && given.isNumber())
            ? areEqualNumbers(given, right)
            : given.equals(right);
    return same ? Optional.empty() : Optional.of(told(place, shown(given), shown(right)));
  }

  private boolean areEqualNumbers(JsonNode given, JsonNode right) {
    return given.decimalValue().compareTo(right.decimalValue()) == 0
        || (!tolerance.isNone() && tolerance.allows(given.decimalValue(), right.decimalValue()));
  }

  private Optional<String> ofObjects(String place, JsonNode given, JsonNode right) {
    TreeSet<String> keys = new TreeSet<>();
    given.fieldNames().forEachRemaining(keys::add);
    right.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      String below = place + "/" + key.replace("~", "~0").replace("/", "~1");
      JsonNode one = given.get(key);
      JsonNode other = right.get(key);
      if (one == null || other == null) {
        return Optional.of(
            told(
                below,
                one == null ? "absent" : shown(one),
                other == null ? "absent" : shown(other)));
      }
      Optional<String> difference = difference(below, one, other);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<String> ofArrays(String place, JsonNode given, JsonNode right) {
    if (given.size() != right.size()) {
      return Optional.of(told(place, given.size() + " elements", right.size() + " elements"));
    }
    if (order == ArrayOrder.ANY) {
      return unordered(place, given, right);
    }
    for (int i = 0; i < right.size(); i++) {
      Optional<String> difference = difference(place + "/" + i, given.get(i), right.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private Optional<String> unordered(String place, JsonNode given, JsonNode right) {
    List<JsonNode> ones = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    given.forEach(ones::add);
    right.forEach(others::add);
    return Pairing.pairs(ones, others, (one, other) -> difference("", one, other).isEmpty())
        ? Optional.empty()
        : Optional.of(told(place, shown(given), shown(right) + " in any order"));
  }

  private static String told(String place, String given, String right) {
    return (place.isEmpty() ? "the document" : place) + " is " + given + ", expected " + right;
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
