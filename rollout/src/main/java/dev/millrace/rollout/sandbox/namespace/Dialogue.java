package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HeadTail;
import dev.millrace.rollout.sandbox.Orphans;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// How a holder is asked for something and answers. Both its output and what it keeps apart of it
/// end with the request's marker, which no command knows.
interface Dialogue {
  /// Asks for something.
  ///
  /// @param input what the command reads
  /// @param isMerged whether the two streams are one
  Asked ask(
      OutputStream requests,
      HolderFiles files,
      Work work,
      String marker,
      Path input,
      boolean isMerged)
      throws IOException;

  /// The first processes of the namespaces of what runs, whose end is that of all the others.
  ///
  /// @param shell the holder's process that does what it is asked for
  Stream<ProcessHandle> firsts(ProcessHandle shell);

  /// A request that was made.
  interface Asked {
    /// Reads the output and what follows it.
    Answer answer(MarkedStream output, HeadTail sink) throws IOException;

    /// Reads what was kept apart of the output.
    void errors(MarkedStream errors, HeadTail sink) throws IOException;
  }

  /// What a holder that could not begin said on its standard error, for people.
  default String refusal(byte[] said) {
    return new String(said, StandardCharsets.UTF_8).strip();
  }

  /// @param code the status of what was done
  /// @param problem why nothing was done, or an empty text
  /// @param orphans empty where it cannot be told
  record Answer(int code, String problem, Optional<Orphans> orphans) {}
}
