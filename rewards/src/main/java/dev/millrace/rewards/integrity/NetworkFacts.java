package dev.millrace.rewards.integrity;

import dev.millrace.rollout.sandbox.network.DecisionFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The decisions of a sandbox's proxy among the facts of a trajectory.
final class NetworkFacts {
  private NetworkFacts() {}

  static List<NetworkAttempt> read(Map<String, String> facts) {
    return Stream.ofNullable(facts.get(DecisionFacts.KEY))
        .flatMap(text -> Arrays.stream(text.split(" ", -1)))
        .map(NetworkFacts::attempt)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<NetworkAttempt> attempt(String text) {
    int equals = text.lastIndexOf('=');
    int colon = text.lastIndexOf(':', Math.max(0, equals));
    if (colon <= 0 || equals <= colon) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1, equals));
      return Optional.of(
          new NetworkAttempt(text.substring(0, colon), port, text.substring(equals + 1)));
    } catch (NumberFormatException e) {
      // Not one of ours: other facts may come to bear the same name.
      return Optional.empty();
    }
  }
}
