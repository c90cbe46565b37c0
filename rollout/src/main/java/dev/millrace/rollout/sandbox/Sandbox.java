package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// One episode's files and commands, apart from the host and from every other sandbox. Used by one
/// thread at a time. Every failure of the sandbox itself (not of a command in it) is a
/// [dev.millrace.rollout.trajectory.FailureException] with `Failure.Sandbox`.
public interface Sandbox extends AutoCloseable {
  /// What commands of every sandbox find set, unless their environment or they say otherwise.
  Map<String, String> VARIABLES =
      Map.of(
          "HOME", "/root",
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LANG", "C.UTF-8",
          "TZ", "UTC",
          "PYTHONHASHSEED", "0",
          "PYTHONDONTWRITEBYTECODE", "1");

  /// The directory commands start in, absolute.
  String workdir();

  /// Runs a command to its end, its time limit or its output limit, whichever comes first.
  /// Everything it started is gone when this returns. An interrupt ends the command and is thrown.
  ExecResult exec(Command command) throws InterruptedException;

  /// A file's content, or empty when there is no regular file at that path.
  ///
  /// @param path absolute, or relative to the working directory
  /// @param maxBytes more than that is a failure, never a cut file
  Optional<byte[]> read(String path, int maxBytes) throws InterruptedException;

  /// What is at a path now that nothing runs, found without a program of the sandbox, which may
  /// have been replaced, and without following a link. A verdict is read so, never with [#read].
  ///
  /// @param path absolute and plain; not below `/usr`, `/proc`, `/dev` or `/sys`
  /// @param maxBytes of a file to be read
  default Found look(String path, int maxBytes) throws InterruptedException {
    try {
      return read(path, maxBytes).<Found>map(Found.Content::new).orElseGet(Found.Absent::new);
    } catch (FailureException _) {
      return new Found.TooLarge();
    }
  }

  /// Writes a file, making its parent directories; an existing file keeps its mode.
  ///
  /// @return whether it was written; false when the path cannot be written to
  boolean write(String path, byte[] content) throws InterruptedException;

  /// Copies a directory of the host into the sandbox, file modes kept. What is copied in is part of
  /// the next [#capture()].
  void copyIn(Path hostDirectory, String path) throws InterruptedException;

  /// What was changed since the sandbox was created, its [#apply] included.
  ///
  /// @param maxBytes a larger delta is a `Failure.Budget`: the agent would leave as much again
  WorkspaceDelta capture(long maxBytes) throws InterruptedException;

  /// Puts an earlier end state on top of a fresh sandbox. Only before the first [#exec].
  void apply(WorkspaceDelta delta) throws InterruptedException;

  /// A second sandbox that goes on from here: it has the files as they are now, and from now on
  /// neither sees what the other changes. Open shells of this one are ended; what runs in memory is
  /// not part of a fork. The [#capture] of either is still what was changed since the first one was
  /// created.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Sandbox` when it cannot
  ///     be made, or these sandboxes cannot be forked
  default Sandbox fork() throws InterruptedException {
    throw new FailureException(new Failure.Sandbox("this kind of sandbox cannot be forked"));
  }

  /// Opens a shell that stays open until it or the sandbox is closed, or [#capture] or [#fork]
  /// needs the files at rest.
  ///
  /// @param limits of each script; the time is given with each
  /// @throws dev.millrace.rollout.trajectory.FailureException with `Failure.Sandbox` when it cannot
  ///     be opened, or these sandboxes have none
  default Shell shell(Command.Limits limits) throws InterruptedException {
    throw new FailureException(new Failure.Sandbox("this kind of sandbox has no shells"));
  }

  /// What goes with the record of an episode that ran here, by name; taken after all else.
  default Map<String, String> facts() {
    return Map.of();
  }

  /// Ends what is running and removes the files. Idempotent.
  @Override
  void close();
}
