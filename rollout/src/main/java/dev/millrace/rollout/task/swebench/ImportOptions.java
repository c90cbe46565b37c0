package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.Semantics;
import java.nio.file.Path;
import java.util.Optional;

/// What a person adds to rows.
///
/// @param testCommand of every row, instead of the row's own; the files of the tests' patch are
///     appended where it ends with a space
/// @param parser of every row's log, instead of the row's own
/// @param semantics instead of those of the rows' own harness
/// @param repositories a directory of git repositories named `OWNER__NAME`; a task whose
///     repository is there starts from it, and needs no image
public record ImportOptions(
    Optional<String> testCommand,
    Optional<String> parser,
    Optional<Semantics> semantics,
    Optional<Path> repositories) {
  public static final ImportOptions NONE =
      new ImportOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
