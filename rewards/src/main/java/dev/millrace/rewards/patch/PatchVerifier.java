package dev.millrace.rewards.patch;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.Expected.Before;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Judges an end state by the patch that leads to it.
public final class PatchVerifier implements Verifier {
  private final EndPatch patches;
  private final PatchJudge judge;

  public PatchVerifier(SandboxProvider sandboxes) {
    this.patches = new EndPatch(sandboxes);
    this.judge = new PatchJudge(sandboxes);
  }

  @Override
  public Verdict verify(Task task, Submission submission) throws InterruptedException {
    if (!(task.verification() instanceof TestSpec spec)) {
      return new Verdict.Errored(
          new Failure.Verifier(task.ref().id() + " is not verified by a row's tests"));
    }
    try {
      String patch = patches.of(task, spec, submission.workspace());
      return judge.judge(task, spec, patch).verdict();
    } catch (FailureException e) {
      return new Verdict.Errored(e.failure());
    }
  }

  @Override
  public Optional<TestSets> testSets(Task task) {
    if (!(task.verification() instanceof TestSpec spec)) {
      return Optional.empty();
    }
    return switch (spec.grading().expected()) {
      case Expected.Lists(var failToPass, var passToPass) ->
          Optional.of(new TestSets(Set.copyOf(failToPass), Set.copyOf(passToPass)));
      case Expected.Stages(_, _, var repaired) -> Optional.of(sets(repaired));
      case Expected.Statuses _ -> Optional.empty();
    };
  }

  private static TestSets sets(Map<Before, SortedSet<String>> repaired) {
    Set<String> failing = new HashSet<>();
    repaired.forEach((before, names) -> failing.addAll(before == Before.PASSED ? Set.of() : names));
    return new TestSets(failing, repaired.getOrDefault(Before.PASSED, new TreeSet<>()));
  }
}
