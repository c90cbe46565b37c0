package dev.millrace.rewards;

import dev.millrace.rollout.task.Task;
import java.util.Optional;

/// Judges what an agent handed in. Deterministic for a task that lint accepts. Any thread may call
/// it.
public interface Verifier {
  /// Judges a submission; an end state is rebuilt in a fresh sandbox that the agent never touched.
  ///
  /// @return a verdict, or a typed failure; never a reward for a verifier that broke
  Verdict verify(Task task, Submission submission) throws InterruptedException;

  /// The tests that a task names as its own, those to repair and those to keep; empty where it
  /// names none, so that they are measured.
  default Optional<TestSets> testSets(Task task) {
    return Optional.empty();
  }
}
