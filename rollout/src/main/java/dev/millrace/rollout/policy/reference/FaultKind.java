package dev.millrace.rollout.policy.reference;

import java.util.Locale;

/// What a planted fault does wrong. Its name in lower case is the label of the turn.
enum FaultKind {
  /// A call whose JSON is broken.
  MALFORMED_ARGUMENTS,
  /// A path that is not there.
  WRONG_PATH,
  /// An edit of text that the file does not have.
  EDIT_MISMATCH,
  /// A command that the shell cannot run.
  FAILING_COMMAND,
  /// A function that the task does not offer.
  UNKNOWN_FUNCTION,
  /// An id that names nothing.
  WRONG_ID,
  /// A call without an argument that its schema requires.
  INVALID_ARGUMENTS,
  /// Ends the episode before the work is done, and says so.
  GIVES_UP_EARLY,
  /// Ends the episode before the work is done and tested, and claims that it is.
  CLAIMS_UNTESTED,
  /// Overwrites visible tests so that they pass, and claims success.
  EDITS_TESTS,
  /// Submits another value than the right one.
  WRONG_ANSWER;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
