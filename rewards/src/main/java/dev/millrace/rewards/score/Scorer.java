package dev.millrace.rewards.score;

import dev.millrace.rewards.Persistent;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.Left;
import dev.millrace.rewards.integrity.secret.Redactor;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rewards.judge.Rater;
import dev.millrace.rewards.progress.Progress;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scores trajectories: the verdict on the end state, the parts, the flags, and what the formula
/// makes of them. Whatever breaks on the way leaves a trajectory unscored, never with a reward. Any
/// thread may call it; calls block while sandboxes run.
public final class Scorer {
  /// How often a verifier is asked if nothing else is said.
  public static final int ATTEMPTS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Scorer.class);

  private final Verifier verifier;
  private final Progress progress;
  private final SandboxProvider sandboxes;
  private final Detectors detectors;
  private final Terms terms;
  private final Verifier persistent;
  private final Rater rater;
  private final Redactor redactor;

  public Scorer(SandboxProvider sandboxes, Terms terms) {
    this(sandboxes, terms, Detectors.bundled(), ATTEMPTS);
  }

  /// @param attempts how often a verifier that breaks is asked, at least 1
  public Scorer(SandboxProvider sandboxes, Terms terms, Detectors detectors, int attempts) {
    this(Verifiers.forTasks(sandboxes), sandboxes, terms, detectors, attempts);
  }

  Scorer(
      Verifier verifier,
      SandboxProvider sandboxes,
      Terms terms,
      Detectors detectors,
      int attempts) {
    this.verifier = verifier;
    this.progress = new Progress(verifier, terms.shaping());
    this.sandboxes = sandboxes;
    this.detectors = detectors;
    this.terms = terms;
    this.persistent = new Persistent(verifier, attempts);
    this.rater = Rater.NONE;
    this.redactor = new Redactor(SecretRules.bundled());
  }

  private Scorer(Scorer like, Rater rater, Redactor redactor) {
    this.verifier = like.verifier;
    this.progress = like.progress;
    this.sandboxes = like.sandboxes;
    this.detectors = like.detectors;
    this.terms = like.terms;
    this.persistent = like.persistent;
    this.rater = rater;
    this.redactor = redactor;
  }

  /// The same with somebody who reads rubrics; without, nobody does.
  public Scorer with(Rater other) {
    return new Scorer(this, other, redactor);
  }

  /// The same that knows secrets by other rules than the bundled ones.
  public Scorer with(Redactor other) {
    return new Scorer(this, rater, other);
  }

  /// The judgement of a trajectory, without secrets that its tests have printed. Whatever became of
  /// it, detectors have looked at it.
  ///
  /// @param trajectory its workspace deltas hold their archives; without a delta the agent changed
  ///     nothing, and the state it started from is judged
  public Judgement score(Task task, Trajectory trajectory) throws InterruptedException {
    return redactor.redact(judgement(task, trajectory), task);
  }

  private Judgement judgement(Task task, Trajectory trajectory) throws InterruptedException {
    return switch (trajectory.outcome()) {
      case Outcome.Failed(Failure failure) -> unscored(task, trajectory, failure);
      case Outcome.Cancelled(String reason) ->
          unscored(task, trajectory, new Failure.Budget("cancelled: " + reason));
      case Outcome.Completed _, Outcome.Truncated _ -> ended(task, trajectory);
    };
  }

  private Judgement ended(Task task, Trajectory trajectory) throws InterruptedException {
    try {
      return task.verification() instanceof Verification.Unmeasured
          ? rated(task, trajectory)
          : judged(task, trajectory);
    } catch (FailureException e) {
      return unscored(task, trajectory, e.failure());
    }
  }

  private Judgement judged(Task task, Trajectory trajectory) throws InterruptedException {
    return switch (persistent.verify(task, Submission.of(trajectory))) {
      case Verdict.Errored errored -> unscored(task, trajectory, errored, errored.failure());
      case Verdict.Judged judged -> scored(task, trajectory, judged);
    };
  }

  private Judgement scored(Task task, Trajectory trajectory, Verdict.Judged judged)
      throws InterruptedException {
    try {
      List<Potential> potentials = progress.measure(task, trajectory, judged);
      Verdict.Judged start = progress.start(task);
      TestSets sets = verifier.testSets(task).orElseGet(() -> TestSets.measured(start, judged));
      Parts parts = new Parts(start, judged, trajectory.events().usage(), sets);
      Optional<Rating> rating = rater.rate(task, trajectory);
      return new Judgement.Scored(score(task, trajectory, parts, potentials, rating));
    } catch (FailureException e) {
      return unscored(task, trajectory, judged, e.failure());
    }
  }

  private Judgement unscored(Task task, Trajectory trajectory, Failure failure)
      throws InterruptedException {
    return unscored(task, trajectory, new Verdict.Errored(failure), failure);
  }

  /// @param verdict what detectors are told, which may be there all the same
  private Judgement unscored(Task task, Trajectory trajectory, Verdict verdict, Failure failure)
      throws InterruptedException {
    Set<Flag> flags = new LinkedHashSet<>();
    for (Left left : Left.all(task, trajectory)) {
      try (Evidence evidence = Evidence.of(task, trajectory, left, verdict, sandboxes)) {
        flags.addAll(detectors.findWhatCanBe(evidence));
      } catch (FailureException e) {
        LOG.atWarn()
            .addKeyValue("episodeId", trajectory.episode().id())
            .addKeyValue("reason", e.failure().boundary())
            .log("a state of an episode without a score could not be looked at");
      }
    }
    flags.addAll(detectors.findIn(verdict, task));
    return new Judgement.Unscored(failure, List.copyOf(flags));
  }

  /// Where nothing can be measured the judge's mean is the verdict, and there is no progress.
  private Judgement rated(Task task, Trajectory trajectory) throws InterruptedException {
    Optional<Rating> rating = rater.rate(task, trajectory);
    if (rating.isEmpty()) {
      return unscored(task, trajectory, Verifiers.unmeasured(task));
    }
    double mean = rating.get().parts().getOrDefault(Rating.PART, 0.0);
    Verdict.Judged end = new Verdict.Judged(mean, List.of());
    Verdict.Judged start = new Verdict.Judged(0, List.of());
    Parts parts = new Parts(start, end, trajectory.events().usage(), TestSets.measured(start, end));
    return new Judgement.Scored(score(task, trajectory, parts, List.of(), rating));
  }

  private Score score(
      Task task,
      Trajectory trajectory,
      Parts computed,
      List<Potential> potentials,
      Optional<Rating> rating)
      throws InterruptedException {
    List<Flag> flags = flags(task, trajectory, computed.end());
    Map<String, Double> parts =
        computed.byName(task, progress.total(potentials), terms.penalty(flags));
    if (potentials.isEmpty()) {
      parts.remove("progress");
    }
    rating.ifPresent(judge -> parts.putAll(judge.parts()));
    return new Score(
        parts,
        terms.total(parts, flags, rating.orElse(null)),
        terms.formula().digest(),
        computed.end().tests(),
        potentials,
        flags,
        rating.orElse(null));
  }

  /// What is seen in each state that it left; what is still there in the next is told once.
  private List<Flag> flags(Task task, Trajectory trajectory, Verdict verdict)
      throws InterruptedException {
    Set<Flag> flags = new LinkedHashSet<>();
    for (Left left : Left.all(task, trajectory)) {
      try (Evidence evidence = Evidence.of(task, trajectory, left, verdict, sandboxes)) {
        flags.addAll(detectors.find(evidence));
      }
    }
    return List.copyOf(flags);
  }
}
