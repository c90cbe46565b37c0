package dev.millrace.rollout.trajectory;

/// The name of a group: the episodes of one task that are compared with each other.
///
/// @param value 1 to 200 characters out of letters, digits and `. _ / # @ : + -`
public record GroupId(String value) implements Comparable<GroupId> {
  public GroupId {
    Names.check("GroupId", value);
  }

  @Override
  public int compareTo(GroupId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
