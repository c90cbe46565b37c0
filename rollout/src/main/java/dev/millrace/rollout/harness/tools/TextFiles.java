package dev.millrace.rollout.harness.tools;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.Optional;

/// Reads files for the tools that show and edit them.
final class TextFiles {
  private static final int MAX_BYTES = 4 << 20;

  private TextFiles() {}

  /// What became of a read.
  sealed interface Read {
    record Content(byte[] bytes) implements Read {}

    record Refused(String why) implements Read {}
  }

  static Read read(Workspace workspace, String path) throws InterruptedException {
    Sandbox sandbox = workspace.sandbox();
    Optional<byte[]> found;
    try {
      found = Seam.sandbox(() -> sandbox.read(path, MAX_BYTES));
    } catch (FailureException _) {
      // A file over the bound is a failure to the sandbox but only a refusal to the agent. Should
      // the sandbox itself be broken, the next command or the capture says so.
      return new Read.Refused(path + ": cannot be read, or is larger than 4 MiB");
    }
    return found
        .<Read>map(Read.Content::new)
        .orElseGet(() -> new Read.Refused(path + ": no such file"));
  }
}
