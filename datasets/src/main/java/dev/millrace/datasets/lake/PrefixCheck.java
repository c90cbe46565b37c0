package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.HashMap;
import java.util.Map;

/// Checks that every sampled token still stands behind the prefix it was sampled from.
final class PrefixCheck {
  private PrefixCheck() {}

  /// @throws BrokenPrefixException at the first model call whose prompt is not its branch's prefix
  static void check(Trajectory trajectory) {
    EpisodeId episode = trajectory.episode().id();
    Map<BranchId, int[]> ids = new HashMap<>();
    for (Branch branch : trajectory.branches()) {
      ids.put(branch.id(), branch.tokens().ids());
    }
    for (ModelCall call : trajectory.events().modelCalls()) {
      int[] branch = ids.get(call.branch());
      if (branch == null) {
        throw new BrokenPrefixException(
            episode, call.turn(), "its branch " + call.branch() + " is missing");
      }
      if (call.promptTokens() > branch.length) {
        throw new BrokenPrefixException(
            episode,
            call.turn(),
            "it was sent " + call.promptTokens() + " tokens, its branch has " + branch.length);
      }
      String found = Tokens.prefixDigest(branch, call.promptTokens());
      if (!found.equals(call.promptDigest())) {
        throw new BrokenPrefixException(
            episode,
            call.turn(),
            "the first "
                + call.promptTokens()
                + " tokens of branch "
                + call.branch()
                + " have the digest "
                + found
                + ", but it was sent "
                + call.promptDigest());
      }
    }
  }
}
