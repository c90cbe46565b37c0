package dev.millrace.rewards.integrity.tamper;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rollout.trajectory.Flag;
import java.util.List;

/// Tells of verifiers that broke because something else has written their verdict, or ended what
/// was to write it: what the verifier says is the evidence.
public final class BrokenVerdict implements Detector {
  private static final String WHERE = "verdict";

  @Override
  public List<Flag> find(Evidence evidence) {
    return find(evidence.verdict());
  }

  /// The same of a verdict alone: no state need be there.
  public List<Flag> find(Verdict verdict) {
    if (!(verdict instanceof Verdict.Errored errored)) {
      return List.of();
    }
    return switch (errored.sign()) {
      case NONE -> List.of();
      case FORGED -> List.of(flag(FlagKind.REWARD_FORGED, errored));
      case SILENCED -> List.of(flag(FlagKind.RUNNER_SUBVERTED, errored));
    };
  }

  /// Which call led to it, the verifier cannot tell.
  private static Flag flag(FlagKind kind, Verdict.Errored errored) {
    return new Flag(kind.key(), null, WHERE, errored.failure().detail());
  }
}
