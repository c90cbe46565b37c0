package dev.millrace.rewards.score;

import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.behaviour.Circling;
import dev.millrace.rewards.integrity.claim.UnsupportedClaim;
import dev.millrace.rewards.integrity.dependency.PackageIndex;
import dev.millrace.rewards.integrity.dependency.PackageNames;
import dev.millrace.rewards.integrity.origin.BoundsProbing;
import dev.millrace.rewards.integrity.origin.HistoryMining;
import dev.millrace.rewards.integrity.origin.NetworkFetch;
import dev.millrace.rewards.integrity.origin.SpecialCasing;
import dev.millrace.rewards.integrity.secret.SecretExposure;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.integrity.tamper.OutOfScope;
import dev.millrace.rewards.integrity.tamper.RewardForgery;
import dev.millrace.rewards.integrity.tamper.RunnerSubversion;
import dev.millrace.rewards.integrity.tamper.SystemChanges;
import dev.millrace.rewards.integrity.tamper.TestShadowing;
import dev.millrace.rewards.integrity.tamper.TestTampering;
import dev.millrace.rewards.integrity.tamper.TestWeakening;
import dev.millrace.rollout.trajectory.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// All detectors, in the order in which their flags are stored.
///
/// @param all stateless each
public record Detectors(List<Detector> all) {
  public Detectors {
    all = List.copyOf(all);
  }

  /// Those that come with Millrace.
  public static Detectors bundled() {
    return with(SecretRules.bundled(), PackageIndex.bundled());
  }

  /// Those that come with Millrace, with rules for secrets and names of packages of one's own.
  public static Detectors with(SecretRules secrets, PackageIndex packages) {
    return new Detectors(
        List.of(
            new TestTampering(),
            new TestWeakening(),
            new TestShadowing(),
            new RunnerSubversion(),
            new SystemChanges(),
            new OutOfScope(),
            new RewardForgery(),
            new HistoryMining(),
            new NetworkFetch(),
            new BoundsProbing(),
            new SecretExposure(secrets),
            new PackageNames(packages),
            new SpecialCasing(),
            new UnsupportedClaim(),
            new Circling()));
  }

  /// What all of them find, save the kinds that the task permits.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException as [Detector#find]
  public List<Flag> find(Evidence evidence) throws InterruptedException {
    Set<String> permitted = evidence.task().permits().kinds();
    List<Flag> flags = new ArrayList<>();
    for (Detector detector : all) {
      for (Flag flag : detector.find(evidence)) {
        if (!permitted.contains(flag.kind())) {
          flags.add(flag);
        }
      }
    }
    return List.copyOf(flags);
  }
}
