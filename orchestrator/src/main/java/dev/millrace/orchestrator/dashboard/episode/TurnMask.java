package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Turn;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What is trained of the turns of one branch.
///
/// @param byTurn by model call, how many of its tokens have which reason
record TurnMask(Map<Integer, Map<MaskReason, Integer>> byTurn) {
  static TurnMask of(Branch branch) {
    byte[] reasons = branch.tokens().maskReasons();
    Map<Integer, Map<MaskReason, Integer>> byTurn = new HashMap<>();
    for (Turn turn : branch.turns()) {
      Integer call = turn.modelCall();
      if (call == null) {
        continue;
      }
      Map<MaskReason, Integer> counts =
          byTurn.computeIfAbsent(call, _ -> new EnumMap<>(MaskReason.class));
      for (int i = turn.start(); i < turn.end(); i++) {
        counts.merge(MaskReason.of(reasons[i]), 1, Integer::sum);
      }
    }
    return new TurnMask(byTurn);
  }

  boolean isError(int turn) {
    return counts(turn).containsKey(MaskReason.ERROR_STEP);
  }

  /// E.g. `trained 100%`, or `trained 0% (error_step)`.
  String describe(int turn) {
    Map<MaskReason, Integer> counts = counts(turn);
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (all == 0) {
      return "not in its branch";
    }
    int trained = counts.getOrDefault(MaskReason.TRAINED, 0);
    String others =
        String.join(
            ", ",
            counts.keySet().stream()
                .filter(reason -> reason != MaskReason.TRAINED)
                .map(reason -> reason.name().toLowerCase(Locale.ROOT))
                .toList());
    return "trained " + trained * 100L / all + "%" + (others.isEmpty() ? "" : " (" + others + ")");
  }

  private Map<MaskReason, Integer> counts(int turn) {
    return byTurn.getOrDefault(turn, Map.of());
  }
}
