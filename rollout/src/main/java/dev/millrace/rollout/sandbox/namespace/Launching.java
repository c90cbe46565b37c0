package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a kind of launcher makes holders, mounts and commands. Any thread may use it.
interface Launching {
  Mechanism mechanism();

  /// Whether system calls are filtered.
  boolean filtersCalls();

  /// Which processors sandboxes run on.
  Pins pins();

  /// What is told to a holder, and how its answers are read.
  Dialogue dialogue();

  /// The command line of a holder in namespaces of its own.
  List<String> first(HolderFiles files, Space space) throws IOException;

  /// The command line of a holder in the namespaces of another, whose mounts it sees.
  List<String> beside(Holder first, HolderFiles files, Space space) throws IOException;

  /// The command line of a command in the namespaces of a holder, whose streams are those of the
  /// process that is started.
  ///
  /// @param groups that it joins
  List<String> apart(Holder first, Holder holder, HolderFiles own, ToRun run, List<Path> groups)
      throws IOException;

  /// Mounts a tree.
  ///
  /// @param isAgain whether another one is mounted there, which goes first
  Work mount(HolderFiles files, ToMount tree, boolean isAgain) throws IOException;

  Work unmount(HolderFiles files);

  /// Unmounts a tree and empties its holder's space, where that can be done at once.
  Optional<Work> empty(HolderFiles files, Space space);

  Work run(HolderFiles files, ToRun run) throws IOException;

  /// Makes the directories of an overlay, unless mounting does.
  void prepare(Overlay overlay) throws IOException;

  /// Waits, after a command, until all that it left is gone.
  default void settle(Holder holder) throws IOException {}

  /// Whether the last command was started, and its own end told.
  boolean hasExited(HolderFiles files) throws IOException;

  /// What makes up a tree.
  ///
  /// @param frozen the newest first
  record ToMount(Overlay overlay, List<Overlay> frozen, Place place) {
    Lowers lowers() {
      return place.mounted().below(frozen);
    }

    Attachments attachments() {
      return place.attachments();
    }
  }

  /// What makes up a command.
  record ToRun(Command command, Place place) {}

  /// Where a holder's sandbox has its changed files.
  ///
  /// @param isInMemory in a file system of its own; else in the scratch directory
  /// @param groups that the holder joins
  /// @param outlet whose user namespace the holder's lies in, where it has one
  record Space(boolean isInMemory, Bounds bounds, List<Path> groups, Outlet outlet) {}
}
