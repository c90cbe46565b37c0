package dev.millrace.rewards.integrity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.formula.Variables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FlagKindTest {
  /// The kinds that keep an episode out of what is imitated.
  @ParameterizedTest
  @EnumSource(
      names = {
        "TESTS_EDITED",
        "TESTS_WEAKENED",
        "TESTS_SHADOWED",
        "RUNNER_SUBVERTED",
        "HISTORY_MINED",
        "BOUNDS_PROBED",
        "SPECIAL_CASED",
        "REWARD_FORGED"
      })
  void aPassInDoubtIsWorthLessThanAnHonestFailure(FlagKind kind) {
    Map<String, Double> best = new HashMap<>();
    Variables.NUMBERS.forEach(name -> best.put(name, 1.0));
    best.put("tokens", 0.0);
    best.put("penalty", FlagKind.penalties().get(kind.key()));
    for (String formula : List.of("default", "staged")) {
      double total =
          Formula.compile("test", formula).total(new Variables(best, List.of(kind.key())));
      assertTrue(total < 0, () -> formula + " gives " + total);
    }
  }
}
