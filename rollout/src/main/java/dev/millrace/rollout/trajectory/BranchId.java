package dev.millrace.rollout.trajectory;

/// The name of a branch, unique in a run.
///
/// @param value 1 to 200 characters out of letters, digits and `. _ / # @ : + -`
public record BranchId(String value) implements Comparable<BranchId> {
  public BranchId {
    Names.check("BranchId", value);
  }

  @Override
  public int compareTo(BranchId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
