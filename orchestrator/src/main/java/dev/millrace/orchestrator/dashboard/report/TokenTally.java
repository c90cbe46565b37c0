package dev.millrace.orchestrator.dashboard.report;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts how the episodes' tokens came about. Not thread-safe.
final class TokenTally {
  private final SortedMap<String, Integer> branches = new TreeMap<>();
  private final SortedMap<String, Integer> fidelity = new TreeMap<>();
  private int malformedCalls;

  void add(Trajectory trajectory) {
    for (Branch branch : trajectory.branches()) {
      branches.merge(lower(branch.origin().cause()), 1, Integer::sum);
      fidelity.merge(lower(branch.origin().fidelity()), 1, Integer::sum);
    }
    malformedCalls +=
        (int)
            trajectory.events().toolExecutions().stream()
                .filter(execution -> execution.status() == ToolStatus.MALFORMED_CALL)
                .count();
  }

  RunReport.TokenFacts facts() {
    return new RunReport.TokenFacts(branches, fidelity, malformedCalls);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
