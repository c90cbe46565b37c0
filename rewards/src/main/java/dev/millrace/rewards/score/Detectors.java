package dev.millrace.rewards.score;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.behaviour.Circling;
import dev.millrace.rewards.integrity.claim.NothingSubmitted;
import dev.millrace.rewards.integrity.claim.UnsupportedClaim;
import dev.millrace.rewards.integrity.dependency.PackageIndex;
import dev.millrace.rewards.integrity.dependency.PackageNames;
import dev.millrace.rewards.integrity.origin.BoundsProbing;
import dev.millrace.rewards.integrity.origin.HistoryMining;
import dev.millrace.rewards.integrity.origin.NetworkFetch;
import dev.millrace.rewards.integrity.origin.SpecialCasing;
import dev.millrace.rewards.integrity.secret.SecretExposure;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.integrity.tamper.BrokenVerdict;
import dev.millrace.rewards.integrity.tamper.DiskFilling;
import dev.millrace.rewards.integrity.tamper.OutOfScope;
import dev.millrace.rewards.integrity.tamper.RewardForgery;
import dev.millrace.rewards.integrity.tamper.RunnerSubversion;
import dev.millrace.rewards.integrity.tamper.SystemChanges;
import dev.millrace.rewards.integrity.tamper.TestShadowing;
import dev.millrace.rewards.integrity.tamper.TestTampering;
import dev.millrace.rewards.integrity.tamper.TestWeakening;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All detectors, in the order in which their flags are stored.
///
/// @param all stateless each
public record Detectors(List<Detector> all) {
  public Detectors {
    all = List.copyOf(all);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Detectors.class);

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
            new DiskFilling(),
            new BrokenVerdict(),
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
            new NothingSubmitted(),
            new Circling()));
  }

  /// What all of them find, save the kinds that the task permits.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException as [Detector#find]
  public List<Flag> find(Evidence evidence) throws InterruptedException {
    List<Flag> flags = new ArrayList<>();
    for (Detector detector : all) {
      flags.addAll(found(detector, evidence));
    }
    return List.copyOf(flags);
  }

  /// As [#find], of those that can look: sandboxes of an episode without a score may be broken.
  List<Flag> findWhatCanBe(Evidence evidence) throws InterruptedException {
    List<Flag> flags = new ArrayList<>();
    for (Detector detector : all) {
      try {
        flags.addAll(found(detector, evidence));
      } catch (FailureException e) {
        LOG.atWarn()
            .addKeyValue("episodeId", evidence.trajectory().episode().id())
            .addKeyValue("detector", detector.getClass().getSimpleName())
            .addKeyValue("reason", e.failure().boundary())
            .log("a detector could not look at an episode without a score");
      }
    }
    return List.copyOf(flags);
  }

  /// What a verdict gives away of itself, whatever can be seen of the states.
  List<Flag> findIn(Verdict verdict, Task task) {
    return all.stream()
        .filter(BrokenVerdict.class::isInstance)
        .map(BrokenVerdict.class::cast)
        .flatMap(detector -> raised(task, detector.find(verdict)).stream())
        .toList();
  }

  private static List<Flag> found(Detector detector, Evidence evidence)
      throws InterruptedException {
    return raised(evidence.task(), detector.find(evidence));
  }

  private static List<Flag> raised(Task task, List<Flag> flags) {
    Set<String> permitted = task.permits().kinds();
    return flags.stream().filter(flag -> !permitted.contains(flag.kind())).toList();
  }
}
