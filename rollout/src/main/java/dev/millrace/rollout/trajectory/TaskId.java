package dev.millrace.rollout.trajectory;

/// The name of a task, unique in a task source, e.g. `swe/fix-slugify`.
///
/// @param value 1 to 200 characters out of letters, digits and `. _ / # @ : + -`
public record TaskId(String value) implements Comparable<TaskId> {
  public TaskId {
    Names.check("TaskId", value);
  }

  @Override
  public int compareTo(TaskId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
