package dev.millrace.rollout.sandbox;

/// What is at a path, as [Sandbox#look] sees it.
public sealed interface Found {
  /// A regular file.
  ///
  /// @param bytes all of it, owned by the reader
  record Content(byte[] bytes) implements Found {}

  /// A regular file with more bytes than asked for.
  record TooLarge() implements Found {}

  /// There is nothing.
  record Absent() implements Found {}

  /// A link, a directory, a pipe, a file that may not be read, or a link on the way there.
  record Other() implements Found {}
}
