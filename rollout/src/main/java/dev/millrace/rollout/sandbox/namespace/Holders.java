package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Starts holders, keeps some that are idle, and removes what they leave. Any thread may call it.
final class Holders implements AutoCloseable {
  // A holder is two processes that sleep, about 2 MiB together.
  private static final int MAX_IDLE = 32;

  private final Processes processes;
  private final Launching launching;
  private final ScratchSpace scratch;
  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock; a holder without a group is not in the maps.
  private final Deque<Holder> idle = new ArrayDeque<>();
  private final Map<Holder, ControlGroups.Group> groups = new HashMap<>();
  private final Map<Holder, Long> atRest = new HashMap<>();
  private boolean closed;

  /// Where a sandbox's changed files are.
  enum Space {
    /// In a file system in memory, with a size.
    MEMORY,
    /// In the scratch directory.
    DISK
  }

  /// What all holders have alike.
  record Settings(Space space, Bounds bounds, Optional<ControlGroups> groups) {
    /// For layers, whose files are moved when they are built.
    Settings onDisk() {
      return new Settings(Space.DISK, bounds, groups);
    }
  }

  Holders(Processes processes, Launching launching, ScratchSpace scratch, Settings settings) {
    this.processes = processes;
    this.launching = launching;
    this.scratch = scratch;
    this.settings = settings;
  }

  Settings settings() {
    return settings;
  }

  /// A holder in namespaces of its own, without a sandbox.
  ///
  /// @param outlet whose network namespace it is in
  Holder take(Outlet outlet) throws IOException, InterruptedException {
    Holder idle = outlet.entering().isEmpty() ? idle() : null;
    return idle == null ? start(launching::first, outlet) : idle;
  }

  private @Nullable Holder idle() throws IOException {
    lock.lock();
    try {
      while (!idle.isEmpty()) {
        Holder holder = idle.pop();
        if (holder.isUsable()) {
          return holder;
        }
        retire(holder);
      }
    } finally {
      lock.unlock();
    }
    return null;
  }

  /// A holder in the namespaces of another, whose mounts it sees.
  Holder beside(Holder first, Outlet outlet) throws IOException, InterruptedException {
    return start((files, space) -> launching.beside(first, files, space), outlet);
  }

  private interface CommandLine {
    List<String> of(HolderFiles files, Launching.Space space) throws IOException;
  }

  /// A directory of the supervisor's own.
  HolderFiles files() throws IOException {
    return HolderFiles.create(scratch.fresh());
  }

  Processes processes() {
    return processes;
  }

  /// The control groups that a sandbox's processes join.
  List<Path> groupPaths(Holder holder) {
    ControlGroups.Group group = group(holder);
    return group == null ? List.of() : group.paths();
  }

  private Holder start(CommandLine commandLine, Outlet outlet)
      throws IOException, InterruptedException {
    HolderFiles files = files();
    String name = files.directory().getFileName().toString();
    ControlGroups.Group group = null;
    Holder holder = null;
    try {
      List<Path> paths = List.of();
      if (settings.groups().isPresent()) {
        group = settings.groups().get().group(settings.space() + "-" + name, settings.bounds());
        paths = group.paths();
      }
      boolean isInMemory = settings.space() == Space.MEMORY;
      var space = new Launching.Space(isInMemory, settings.bounds(), paths, outlet);
      List<String> argv = new ArrayList<>(outlet.entering());
      argv.addAll(commandLine.of(files, space));
      holder = Holder.start(processes, launching.dialogue(), files, argv);
      if (group != null) {
        lock.lock();
        try {
          groups.put(holder, group);
        } finally {
          lock.unlock();
        }
      }
      return holder;
    } finally {
      if (holder == null) {
        if (group != null) {
          group.remove();
        }
        HostTree.delete(files.directory());
      }
    }
  }

  /// What drops a holder's only tree and all its files at once, where that can be done.
  Optional<Work> emptying(Holder holder) {
    boolean isInMemory = settings.space() == Space.MEMORY;
    var space = new Launching.Space(isInMemory, settings.bounds(), List.of(), Outlet.NONE);
    return launching.empty(holder.files(), space);
  }

  /// Before a command: its memory beside what was in use at rest, such as by the sandbox's files.
  void limitMemory(Holder holder, long bytes) throws IOException {
    ControlGroups.Group group = group(holder);
    if (group != null) {
      group.leaveMemory(bytes, atRest(holder));
    }
  }

  /// Before a command where no other runs: room for its processes, and what memory is in use.
  void settle(Holder holder) throws IOException {
    ControlGroups.Group group = group(holder);
    if (group != null) {
      long used = group.settle();
      lock.lock();
      try {
        atRest.put(holder, used);
      } finally {
        lock.unlock();
      }
    }
  }

  private long atRest(Holder holder) {
    lock.lock();
    try {
      return atRest.getOrDefault(holder, 0L);
    } finally {
      lock.unlock();
    }
  }

  private ControlGroups.@Nullable Group group(Holder holder) {
    lock.lock();
    try {
      return groups.get(holder);
    } finally {
      lock.unlock();
    }
  }

  /// Takes back a holder whose sandbox is gone: nothing is mounted or left in its space.
  void giveBack(Holder holder) {
    lock.lock();
    try {
      if (!closed && holder.isUsable() && idle.size() < MAX_IDLE) {
        idle.push(holder);
        return;
      }
    } finally {
      lock.unlock();
    }
    retireSafely(holder);
  }

  /// Ends a holder and removes its files. Returns when all is gone.
  void drop(Holder holder) {
    retireSafely(holder);
  }

  private void retireSafely(Holder holder) {
    try {
      retire(holder);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "cannot remove what a sandbox left in " + holder.files().directory() + ": " + e),
          e);
    }
  }

  private void retire(Holder holder) throws IOException {
    holder.end();
    ControlGroups.Group group;
    lock.lock();
    try {
      group = groups.remove(holder);
      atRest.remove(holder);
    } finally {
      lock.unlock();
    }
    if (group != null) {
      group.remove();
    }
    HostTree.delete(holder.files().directory());
  }

  /// Ends the idle holders; those in use are their sandboxes'.
  @Override
  public void close() {
    List<Holder> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(this::drop);
  }
}
