package dev.millrace.rollout.sandbox;

import java.time.Instant;
import java.util.Optional;

/// What is at a path, as [Sandbox#look] sees it.
public sealed interface Found {
  /// A regular file.
  ///
  /// @param bytes all of it, owned by the reader
  /// @param changed when it was last changed, by the kernel's own clock and not by what a process
  ///     says (`st_ctime`); empty where the sandbox cannot tell
  record Content(byte[] bytes, Optional<Instant> changed) implements Found {
    public Content(byte[] bytes) {
      this(bytes, Optional.empty());
    }
  }

  /// A regular file with more bytes than asked for.
  record TooLarge() implements Found {}

  /// There is nothing.
  record Absent() implements Found {}

  /// A link, a directory, a pipe, a file that may not be read, or a link on the way there.
  record Other() implements Found {}
}
