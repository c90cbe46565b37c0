package dev.millrace.rollout.task;

import java.util.List;

/// A file or directory of the end state that a task asks for by name.
///
/// @param source absolute path, without a slash at its end
/// @param exclude patterns of what below a directory is left out: names or paths relative to the
///     source, `*` and `?` stand for anything in one name
public record Artifact(String source, List<String> exclude) {
  public Artifact {
    exclude = List.copyOf(exclude);
  }
}
