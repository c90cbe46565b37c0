package dev.millrace.rollout.task;

import java.util.List;
import java.util.Set;

/// What belongs to a task's work although it would be flagged elsewhere.
///
/// @param kinds of flags that are never raised, e.g. `history_mined` where the task is about the
///     history (`metadata.permits`)
/// @param paths absolute: what lies there or below is in the task's scope, besides the working
///     directory and the paths that the instruction names (`metadata.scope`)
public record Permits(Set<String> kinds, List<String> paths) {
  public static final Permits NONE = new Permits(Set.of(), List.of());

  public Permits {
    kinds = Set.copyOf(kinds);
    paths = List.copyOf(paths);
  }
}
