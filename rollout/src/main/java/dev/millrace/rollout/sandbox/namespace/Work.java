package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.launcher.Program;
import dev.millrace.rollout.sandbox.launcher.Value;

/// Something that a holder does.
sealed interface Work {
  /// A script for sh, which becomes the command's launcher.
  record Script(String text) implements Work {}

  /// Steps of kernel calls.
  @FunctionalInterface
  non-sealed interface Steps extends Work {
    /// @param failed where a failure goes
    void addTo(Program program, Value.Label failed);
  }
}
