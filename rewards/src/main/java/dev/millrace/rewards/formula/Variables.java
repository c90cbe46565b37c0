package dev.millrace.rewards.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a formula can read.
///
/// @param correctness the verifier's number, 1 when solved
/// @param coverage share of the tests that passed, 0 to 1
/// @param tokens sampled tokens
/// @param toolSuccess share of the calls that were no error, 0 to 1
/// @param progress the change of coverage from the start state to the end state, -1 to 1
/// @param turns model calls
/// @param flags the kinds of the flags raised, one entry per flag
public record Variables(
    double correctness,
    double coverage,
    double tokens,
    double toolSuccess,
    double progress,
    double turns,
    List<String> flags) {
  /// The names as formulas write them.
  static final List<String> NUMBERS =
      List.of("correctness", "coverage", "tokens", "tool_success", "progress", "turns");

  static final String FLAGS = "flags";

  public Variables {
    flags = List.copyOf(flags);
  }

  Map<String, Object> byName() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("correctness", correctness);
    values.put("coverage", coverage);
    values.put("tokens", tokens);
    values.put("tool_success", toolSuccess);
    values.put("progress", progress);
    values.put("turns", turns);
    values.put(FLAGS, flags);
    return values;
  }
}
