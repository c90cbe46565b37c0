package dev.millrace.rewards.score;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.formula.Variables;
import dev.millrace.rewards.integrity.SystemChanges;
import dev.millrace.rewards.integrity.TestTampering;
import dev.millrace.rewards.integrity.UntestedClaim;
import dev.millrace.rewards.progress.Progress;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Scores trajectories: the verdict on the end state, the parts, the flags, and what the formula
/// makes of them. Whatever breaks on the way leaves a trajectory unscored, never with a reward. Any
/// thread may call it; calls block while sandboxes run.
public final class Scorer {
  private final Verifier verifier;
  private final Progress progress;
  private final TestTampering tampering;
  private final Formula formula;

  public Scorer(SandboxProvider sandboxes, Formula formula) {
    this(Verifiers.forTasks(sandboxes), sandboxes, formula);
  }

  Scorer(Verifier verifier, SandboxProvider sandboxes, Formula formula) {
    this.verifier = verifier;
    this.progress = new Progress(verifier);
    this.tampering = new TestTampering(sandboxes);
    this.formula = formula;
  }

  /// The judgement of a trajectory.
  ///
  /// @param trajectory its workspace deltas hold their archives; without a delta the agent changed
  ///     nothing, and the state it started from is judged
  public Judgement score(Task task, Trajectory trajectory) throws InterruptedException {
    switch (trajectory.outcome()) {
      case Outcome.Failed(Failure failure) -> {
        return new Judgement.Unscored(failure);
      }
      case Outcome.Cancelled(String reason) -> {
        return new Judgement.Unscored(new Failure.Budget("cancelled: " + reason));
      }
      case Outcome.Completed _, Outcome.Truncated _ -> {}
    }
    try {
      return switch (verdict(task, trajectory.end())) {
        case Verdict.Errored(Failure failure) -> new Judgement.Unscored(failure);
        case Verdict.Judged judged -> new Judgement.Scored(score(task, trajectory, judged));
      };
    } catch (FailureException e) {
      return new Judgement.Unscored(e.failure());
    }
  }

  /// A verifier that broke is asked once more: a sandbox may have been the cause.
  private Verdict verdict(Task task, Trajectory.End end) throws InterruptedException {
    @Nullable WorkspaceDelta workspace = end.workspace();
    Verdict first = verifier.verify(task, workspace, end.answer());
    return first instanceof Verdict.Errored(Failure failure) && failure.isRetryable()
        ? verifier.verify(task, workspace, end.answer())
        : first;
  }

  private Score score(Task task, Trajectory trajectory, Verdict.Judged judged)
      throws InterruptedException {
    Usage usage = trajectory.events().usage();
    List<Potential> potentials = progress.measure(task, trajectory, judged);
    List<Flag> flags = flags(task, trajectory);
    Variables variables =
        new Variables(
            judged.correctness(),
            judged.coverage(),
            usage.sampledTokens(),
            toolSuccess(usage),
            Progress.total(potentials),
            usage.turns(),
            flags.stream().map(Flag::kind).toList());
    return new Score(
        parts(variables),
        formula.total(variables),
        formula.digest(),
        judged.tests(),
        potentials,
        flags);
  }

  private List<Flag> flags(Task task, Trajectory trajectory) throws InterruptedException {
    return Stream.of(
            tampering.find(task, trajectory),
            SystemChanges.find(task.environment().workdir(), trajectory),
            UntestedClaim.find(trajectory))
        .flatMap(List::stream)
        .toList();
  }

  private static double toolSuccess(Usage usage) {
    return usage.toolCalls() == 0 ? 1 : 1 - (double) usage.toolErrors() / usage.toolCalls();
  }

  private static Map<String, Double> parts(Variables variables) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("correctness", variables.correctness());
    parts.put("coverage", variables.coverage());
    parts.put("tokens", variables.tokens());
    parts.put("tool_success", variables.toolSuccess());
    parts.put("progress", variables.progress());
    return parts;
  }
}
