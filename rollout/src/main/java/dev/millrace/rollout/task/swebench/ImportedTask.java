package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.GradingSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row as a task, before it is written.
///
/// @param problem what the agent is told, without anything of ours
record ImportedTask(String problem, Start start, Judging judging, Optional<Gold> gold) {

  /// What the agent starts from.
  ///
  /// @param image that holds the repository
  /// @param repository `OWNER/NAME`
  /// @param base the commit, or `HEAD`
  /// @param programs directories that come first in the search path
  /// @param files beside the Dockerfile, by name; they lie in the repository's directory while the
  ///     commands run
  /// @param commands run in the repository's directory
  record Start(
      String image,
      String repository,
      String base,
      List<String> programs,
      Map<String, String> files,
      List<String> commands) {
    Start {
      programs = List.copyOf(programs);
      files = Map.copyOf(files);
      commands = List.copyOf(commands);
    }
  }

  /// How it is judged.
  ///
  /// @param script `eval.sh`
  /// @param files beside it, by path
  record Judging(GradingSpec grading, String script, Map<String, String> files, Duration timeout) {
    Judging {
      files = Map.copyOf(files);
    }
  }

  /// The row's own solution.
  record Gold(String patch, Direction direction) {}

  /// Which way a patch is applied.
  enum Direction {
    FORWARD,
    /// The patch makes the bug.
    REVERSE
  }
}
