package dev.millrace.rewards;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Failure;
import java.util.Optional;

/// Asks a verifier that broke again: a sandbox may have been the cause. One that somebody has
/// tampered with is not asked again: another run would take the evidence away.
///
/// @param attempts how often it is asked, at least 1
public record Persistent(Verifier verifier, int attempts) implements Verifier {
  @Override
  public Verdict verify(Task task, Submission submission) throws InterruptedException {
    Verdict last = verifier.verify(task, submission);
    for (int asked = 1; asked < attempts && isWorthAsking(last); asked++) {
      last = verifier.verify(task, submission);
    }
    return last;
  }

  private static boolean isWorthAsking(Verdict last) {
    return last instanceof Verdict.Errored(Failure failure, Verdict.Sign sign)
        && failure.isRetryable()
        && sign == Verdict.Sign.NONE;
  }

  @Override
  public Optional<TestSets> testSets(Task task) {
    return verifier.testSets(task);
  }
}
