package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.util.Optional;

/// One episode's files and commands, apart from the host and from every other sandbox. Used by one
/// thread at a time. Every failure of the sandbox itself (not of a command in it) is a
/// [dev.millrace.rollout.trajectory.FailureException] with `Failure.Sandbox`.
public interface Sandbox extends AutoCloseable {
  /// The directory commands start in, absolute.
  String workdir();

  /// Runs a command to its end, its time limit or its output limit, whichever comes first.
  /// Everything
  /// it started is gone when this returns. An interrupt ends the command and is thrown.
  ExecResult exec(Command command) throws InterruptedException;

  /// A file's content, or empty when there is no regular file at that path.
  ///
  /// @param path absolute, or relative to the working directory
  /// @param maxBytes more than that is a failure, never a cut file
  Optional<byte[]> read(String path, int maxBytes) throws InterruptedException;

  /// Writes a file, making its parent directories; an existing file keeps its mode.
  ///
  /// @return whether it was written; false when the path cannot be written to
  boolean write(String path, byte[] content) throws InterruptedException;

  /// Copies a directory of the host into the sandbox, file modes kept. What is copied in is part of
  /// the next [#capture()].
  void copyIn(Path hostDirectory, String path) throws InterruptedException;

  /// What was changed since the sandbox was created, its [#apply] included.
  ///
  /// @param maxBytes a larger delta is a failure
  WorkspaceDelta capture(long maxBytes) throws InterruptedException;

  /// Puts an earlier end state on top of a fresh sandbox. Only before the first [#exec].
  void apply(WorkspaceDelta delta) throws InterruptedException;

  /// Ends what is running and removes the files. Idempotent.
  @Override
  void close();
}
