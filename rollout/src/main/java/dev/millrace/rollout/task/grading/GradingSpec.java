package dev.millrace.rollout.task.grading;

import java.util.List;
import java.util.Optional;

/// What a row says of how it is graded.
///
/// @param instance the row's id, as predictions name it
/// @param parser which reader of test logs its test command needs
/// @param place where its repository lies
public record GradingSpec(
    String instance,
    String parser,
    Place place,
    Patching patching,
    Expected expected,
    Semantics semantics) {

  /// The repository in a sandbox.
  ///
  /// @param directory absolute
  /// @param tests files and directories in it that hold tests; changes to them are no part of a
  ///     solution
  /// @param handedTo where the row's own script expects the prediction, which then applies it
  ///     itself; empty where the prediction is applied before the script runs
  public record Place(String directory, List<String> tests, Optional<String> handedTo) {
    public Place {
      tests = List.copyOf(tests);
    }

    /// The same files and directories in a sandbox, absolute.
    public List<String> testPaths() {
      return tests.stream().map(test -> directory + "/" + test).toList();
    }
  }
}
