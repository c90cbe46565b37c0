package dev.millrace.rewards.lint;

import dev.millrace.rollout.trajectory.TaskId;
import java.util.Locale;

/// Something wrong with a task.
///
/// @param detail what was expected and what was seen
public record Finding(TaskId task, Rule rule, String detail) {
  /// What a task must keep to.
  public enum Rule {
    /// The environment builds, and the verifier gives a verdict.
    WORKS,
    /// Doing nothing is not a solution.
    NOTHING_FAILS,
    /// There is a reference solution.
    HAS_SOLUTION,
    /// `solve.sh` solves it.
    SCRIPT_PASSES,
    /// The solution's steps solve it, and each is a call that the tools accept.
    STEPS_PASS,
    /// Three runs see the same and are judged the same.
    RUNS_AGREE,
    /// The agent cannot see the hidden tests nor the solution.
    TESTS_HIDDEN,
    /// No repository holds more than the history of the commit that is checked out.
    SEALED,
    /// The reward formula that was given has a value for what the verifier says, is worth more for
    /// the solution than for nothing, and rests on more than a judge.
    FORMULA_FITS;

    /// The name in reports, e.g. `nothing_fails`.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return task + ": " + rule.key() + ": " + detail;
  }
}
