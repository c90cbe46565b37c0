package dev.millrace.rewards;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import org.jspecify.annotations.Nullable;

/// Judges an end state. Deterministic for a task that lint accepts. Any thread may call it.
public interface Verifier {
  /// Judges what an agent left behind, in a fresh sandbox that the agent never touched.
  ///
  /// @param workspace the end state, or null for the state a sandbox starts from
  /// @param answer what was submitted, or null
  /// @return a verdict, or a typed failure; never a reward for a verifier that broke
  Verdict verify(Task task, @Nullable WorkspaceDelta workspace, @Nullable String answer)
      throws InterruptedException;
}
