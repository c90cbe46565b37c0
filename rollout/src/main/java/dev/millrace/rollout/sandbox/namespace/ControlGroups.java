package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Owner;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control groups that this process may make, of version 1 or 2: one for each holder, below one
/// of this process. Those of processes that have died are removed when another one opens.
///
/// Version 2 needs a group of this process's own that it may write to and share out (as
/// `systemd-run --user --scope -p Delegate=yes` gives): see cgroups(7), "no internal processes".
final class ControlGroups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
  private static final String PREFIX = "millrace-";
  private static final List<String> WANTED = List.of("memory", "pids", "cpu");
  private static final int PERIOD_MICROS = 100_000;
  private static final String SWAP_OF_ONE = "memory.memsw.limit_in_bytes";
  private static final String SWAP_OF_TWO = "memory.swap.max";
  // For the killed to be off the count; those of the dead may be left to the next who opens.
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration OF_ORPHANS = Duration.ofSeconds(2);

  private final Version version;
  // By controller, this process's directory; with version 2 the same one for all.
  private final Map<String, Path> own;

  private enum Version {
    ONE,
    TWO
  }

  private ControlGroups(Version version, Map<String, Path> own) {
    this.version = version;
    this.own = Map.copyOf(own);
  }

  /// @param mounts where the hierarchies are mounted, `/sys/fs/cgroup`
  /// @param membership the text of `/proc/self/cgroup`
  /// @param owner names this process's group
  /// @return nothing where memory and processes cannot be limited
  static Optional<ControlGroups> open(Path mounts, String membership, Owner owner) {
    Optional<ControlGroups> made =
        Files.exists(mounts.resolve("cgroup.controllers"))
            ? two(mounts, membership, owner)
            : one(mounts, membership, owner);
    return made.filter(
        groups -> groups.own.containsKey("memory") && groups.own.containsKey("pids"));
  }

  private static Optional<ControlGroups> one(Path mounts, String membership, Owner owner) {
    Map<String, Path> own = new HashMap<>();
    for (String controller : WANTED) {
      membership
          .lines()
          .map(line -> line.split(":", 3))
          .filter(parts -> List.of(parts[1].split(",")).contains(controller))
          .findFirst()
          .flatMap(parts -> make(mounts.resolve(parts[1]).resolve(parts[2].substring(1)), owner))
          .ifPresent(path -> own.put(controller, path));
    }
    return Optional.of(new ControlGroups(Version.ONE, own));
  }

  private static Optional<ControlGroups> two(Path mounts, String membership, Owner owner) {
    String path = membership.lines().filter(l -> l.startsWith("0::/")).findFirst().orElse("0::/");
    Path group = mounts.resolve(path.substring("0::/".length()));
    try {
      if (!group.equals(mounts)) {
        // A group with processes of its own cannot share out controllers.
        Path supervisor = Files.createDirectories(group.resolve("millrace"));
        write(supervisor.resolve("cgroup.procs"), "0");
      }
      write(group.resolve("cgroup.subtree_control"), "+memory +pids +cpu");
      Optional<Path> made = make(group, owner);
      if (made.isPresent()) {
        write(made.get().resolve("cgroup.subtree_control"), "+memory +pids +cpu");
        return made.map(
            own -> new ControlGroups(Version.TWO, Map.of("memory", own, "pids", own, "cpu", own)));
      }
    } catch (IOException e) {
      LOG.atDebug().setMessage("No control groups").addKeyValue("reason", e.toString()).log();
    }
    return Optional.empty();
  }

  private static Optional<Path> make(Path parent, Owner owner) {
    removeOrphans(parent);
    try {
      return Optional.of(Files.createDirectories(parent.resolve(PREFIX + owner.name())));
    } catch (IOException e) {
      LOG.atDebug().setMessage("No control group").addKeyValue("reason", e.toString()).log();
      return Optional.empty();
    }
  }

  /// One that cannot be removed yet is left to the next who opens.
  private static void removeOrphans(Path parent) {
    try (var groups = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
      for (Path group : groups) {
        if (!Owner.isAlive(group.getFileName().toString().substring(PREFIX.length()))) {
          removeOrphan(group);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.atDebug().setMessage("No list of groups").addKeyValue("reason", e.toString()).log();
    }
  }

  private static void removeOrphan(Path group) {
    try {
      removeTree(group, OF_ORPHANS);
    } catch (IOException | DirectoryIteratorException e) {
      LOG.atDebug().setMessage("A group is left").addKeyValue("reason", e.toString()).log();
    }
  }

  private static void removeTree(Path group, Duration patience) throws IOException {
    try (var children = Files.newDirectoryStream(group, Files::isDirectory)) {
      for (Path child : children) {
        removeTree(child, patience);
      }
    } catch (NoSuchFileException _) {
      // Another process removes it, too.
      return;
    }
    remove(group, patience);
  }

  /// A group stays until the last of its processes is wholly gone.
  private static void remove(Path group, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        Files.deleteIfExists(group);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /// Makes the group of a holder.
  Group group(String name, Bounds bounds) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Path path : own.values()) {
      Path made = path.resolve(name);
      if (!paths.contains(made)) {
        paths.add(Files.createDirectory(made));
      }
    }
    write(of("pids", name).resolve("pids.max"), Integer.toString(bounds.processes()));
    if (version == Version.TWO && swaps()) {
      write(of("memory", name).resolve(SWAP_OF_TWO), "0");
    }
    if (own.containsKey("cpu") && bounds.cpus() < Runtime.getRuntime().availableProcessors()) {
      long quota = Math.round(bounds.cpus() * PERIOD_MICROS);
      Path cpu = of("cpu", name);
      switch (version) {
        case ONE -> {
          write(cpu.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
          write(cpu.resolve("cpu.cfs_quota_us"), Long.toString(quota));
        }
        case TWO -> write(cpu.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
      }
    }
    return new Group(
        List.copyOf(paths), memory(of("memory", name)), of("pids", name), bounds.processes());
  }

  private Group.Memory memory(Path group) {
    return switch (version) {
      case ONE ->
          new Group.Memory(
              new Group.Amount(
                  group.resolve("memory.limit_in_bytes"), group.resolve("memory.usage_in_bytes")),
              swaps()
                  ? Optional.of(
                      new Group.Amount(
                          group.resolve(SWAP_OF_ONE), group.resolve("memory.memsw.usage_in_bytes")))
                  : Optional.empty());
      case TWO ->
          new Group.Memory(
              new Group.Amount(group.resolve("memory.max"), group.resolve("memory.current")),
              Optional.empty());
    };
  }

  /// Whether the kernel accounts for what is swapped out.
  private boolean swaps() {
    Path memory = own.get("memory");
    String file = version == Version.ONE ? SWAP_OF_ONE : SWAP_OF_TWO;
    return memory != null && Files.exists(memory.resolve(file));
  }

  boolean limitsCpus() {
    return own.containsKey("cpu");
  }

  private Path of(String controller, String name) {
    Path path = own.get(controller);
    if (path == null) {
      throw new IllegalStateException("there is no control group for " + controller);
    }
    return path.resolve(name);
  }

  String description() {
    return version == Version.ONE ? "cgroup v1" : "cgroup v2";
  }

  private static void write(Path file, String value) throws IOException {
    // As a shell does it: the kernel's files are there, and cannot be made.
    Files.writeString(file, value, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public void close() throws IOException {
    for (Path path : own.values()) {
      if (Files.exists(path)) {
        removeTree(path, PATIENCE);
      }
    }
  }

  /// The groups of one holder.
  ///
  /// @param paths to join, one a hierarchy
  /// @param memory the files about it
  /// @param counts the directory that counts processes
  /// @param processes at most
  record Group(List<Path> paths, Memory memory, Path counts, int processes) {
    /// The files of one kind of memory.
    record Amount(Path limit, Path usage) {
      long used() throws IOException {
        return Long.parseLong(Files.readString(usage).strip());
      }

      void limitTo(long bytes) throws IOException {
        write(limit, Long.toString(bytes));
      }
    }

    /// @param withSwap memory and swap together, in version 1
    record Memory(Amount alone, Optional<Amount> withSwap) {}

    /// Waits until most of the processes that a command has left are off the count, for a shell
    /// that cannot fork ends. Gives the memory in use.
    long settle() throws IOException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (current() > processes / 2 && System.nanoTime() < end) {
        LockSupport.parkNanos(1_000_000);
      }
      return memory.alone().used();
    }

    private int current() throws IOException {
      return Integer.parseInt(Files.readString(counts.resolve("pids.current")).strip());
    }

    /// Limits the memory to so much more than was in use at rest, and lets nothing be swapped out
    /// instead. A limit that is about what is in use may be refused.
    void leaveMemory(long bytes, long atRest) throws IOException {
      long used = memory.alone().used();
      long limit = Math.max(bytes + atRest, used + (1 << 20));
      if (memory.withSwap().isEmpty()) {
        memory.alone().limitTo(limit);
        return;
      }
      // The limit with swap may never be the lower one of the two.
      Amount withSwap = memory.withSwap().get();
      withSwap.limitTo(-1);
      memory.alone().limitTo(limit);
      withSwap.limitTo(limit + Math.max(0, withSwap.used() - used));
    }

    /// Returns when they are gone.
    void remove() throws IOException {
      for (Path path : paths) {
        ControlGroups.remove(path, PATIENCE);
      }
    }
  }
}
