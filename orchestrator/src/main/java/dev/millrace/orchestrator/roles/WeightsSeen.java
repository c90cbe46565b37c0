package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.Trajectory;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The weights that a worker has seen engines sample with. Guarded by its own lock.
final class WeightsSeen {
  private final Map<String, TreeMap<String, Integer>> byPolicy = new HashMap<>();

  /// Takes in an episode. One that ran long ends with older weights than others saw since, and
  /// changes nothing.
  ///
  /// @return what is news of its policy, or empty where nothing is
  synchronized Optional<WeightsServed> take(Trajectory trajectory, Instant at) {
    String policy = trajectory.episode().policy();
    TreeMap<String, Integer> engines = byPolicy.computeIfAbsent(policy, _ -> new TreeMap<>());
    Map<String, Integer> before = Map.copyOf(engines);
    for (ModelCall call : trajectory.events().modelCalls()) {
      SamplingFacts facts = call.sampling();
      if (facts != null) {
        last(trajectory.branches(), call)
            .ifPresent(version -> engines.merge(facts.engine(), version.version(), Math::max));
      }
    }
    return engines.equals(before) ? Optional.empty() : Optional.of(served(policy, engines, at));
  }

  private static WeightsServed served(String policy, Map<String, Integer> engines, Instant at) {
    return new WeightsServed(
        policy,
        engines.entrySet().stream()
            .map(seen -> new WeightsServed.Engine(seen.getKey(), seen.getValue()))
            .toList(),
        at);
  }

  /// What sampled the call's last id.
  private static Optional<PolicyVersion> last(List<Branch> branches, ModelCall call) {
    int id = call.promptTokens() + call.sampledTokens() - 1;
    return branches.stream()
        .filter(branch -> branch.id().equals(call.branch()))
        .flatMap(branch -> branch.versions().stream())
        .filter(span -> span.start() <= id && id < span.end())
        .map(span -> span.version())
        .findFirst();
  }
}
