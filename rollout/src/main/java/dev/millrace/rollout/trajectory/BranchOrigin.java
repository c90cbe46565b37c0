package dev.millrace.rollout.trajectory;

/// How a branch came about.
public record BranchOrigin(BranchCause cause, Fidelity fidelity) {
  /// The first branch of an episode on an engine that gives ids.
  public static final BranchOrigin FIRST =
      new BranchOrigin(BranchCause.FIRST, Fidelity.TOKEN_EXACT);
}
