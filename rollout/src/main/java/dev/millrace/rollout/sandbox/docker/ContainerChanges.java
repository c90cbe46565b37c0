package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.ByteBudget;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.TreeNames;
import dev.millrace.rollout.sandbox.TreeReader;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What differs between a container and another one that still is as its image has it. The engine
/// reads both, so that neither the tools in the container nor the modes of its files matter. What
/// the engine calls changed but equals what was there, such as a file written anew, is no change.
final class ContainerChanges {
  private static final Set<String> OF_THE_ENGINE =
      Set.of(
          "/dev",
          "/proc",
          "/sys",
          "/etc/hosts",
          "/etc/hostname",
          "/etc/resolv.conf",
          "/etc/mtab",
          "/run/.containerenv",
          "/run/secrets",
          "/.dockerenv");

  private final Engine engine;
  private final Sides sides;
  private final Attachments attachments;
  private final ByteBudget budget;
  private final Map<String, Optional<Stat>> before = new HashMap<>();
  private final Map<String, Optional<Stat>> after = new HashMap<>();
  // Everything below these is in the entries, or gone.
  private final Set<String> covered = new HashSet<>();
  private final List<DeltaEntry> entries = new ArrayList<>();

  /// Two containers.
  ///
  /// @param changed the one that commands have run in
  /// @param reference the one that still is as its image
  record Sides(Containers.Running changed, Containers.Running reference) {}

  ContainerChanges(Engine engine, Sides sides, Attachments attachments, ByteBudget budget) {
    this.engine = engine;
    this.sides = sides;
    this.attachments = attachments;
    this.budget = budget;
  }

  /// @param paths absolute; all that may have changed
  List<DeltaEntry> among(Collection<String> paths) throws InterruptedException {
    // In order, a directory comes before what is in it.
    var sorted = new TreeSet<>(paths);
    sorted.addAll(goneOrNew(paths));
    for (String path : sorted) {
      if (!path.equals("/") && !isOutside(path) && !isCovered(path)) {
        add(path);
      }
    }
    return entries;
  }

  /// What is in one of the directories of one container alone: where a directory was removed and
  /// made again, Podman says nothing of what was in it.
  private Set<String> goneOrNew(Collection<String> paths) throws InterruptedException {
    List<String> directories = new ArrayList<>();
    for (String path : paths) {
      if (!isOutside(path)
          && isDirectory(stat(sides.reference().id(), before, path))
          && isDirectory(stat(sides.changed().id(), after, path))) {
        directories.add(path);
      }
    }
    Set<String> was = sides.reference().controller().list(directories);
    Set<String> is = sides.changed().controller().list(directories);
    return Stream.concat(
            was.stream().filter(path -> !is.contains(path)),
            is.stream().filter(path -> !was.contains(path)))
        .collect(Collectors.toSet());
  }

  private static boolean isDirectory(Optional<Stat> stat) {
    return stat.filter(found -> found.kind() == Stat.Kind.DIRECTORY).isPresent();
  }

  private void add(String path) throws InterruptedException {
    Optional<Stat> was = stat(sides.reference().id(), before, path);
    Optional<Stat> is = stat(sides.changed().id(), after, path);
    if (is.isEmpty()) {
      if (was.isEmpty() && path.indexOf('\uFFFD') >= 0) {
        throw TreeNames.notUtf8(path);
      }
      covered.add(path);
      was.ifPresent(_ -> entries.add(new DeltaEntry.Deleted(relative(path))));
      return;
    }
    Stat now = is.get();
    if (now.kind() == Stat.Kind.DIRECTORY) {
      addDirectory(path, now, was);
      return;
    }
    covered.add(path);
    boolean isAlike = was.filter(now::equals).isPresent();
    switch (now.kind()) {
      case FILE, LINK -> {
        List<DeltaEntry> changed = tree(sides.changed().id(), path, budget);
        boolean isSame =
            isAlike
                && isSame(
                    changed, tree(sides.reference().id(), path, new ByteBudget(now.sizeBytes())));
        if (!isSame) {
          entries.addAll(changed);
        }
      }
      case PIPE -> {
        if (!isAlike) {
          entries.add(new DeltaEntry.Pipe(relative(path), now.permissions()));
        }
      }
      case DIRECTORY, OTHER -> {
        // A socket without its process is nothing.
      }
    }
  }

  private void addDirectory(String path, Stat now, Optional<Stat> was) throws InterruptedException {
    if (isDirectory(was)) {
      if (was.orElseThrow().permissions() != now.permissions()) {
        entries.add(directory(path, now, DeltaEntry.Contents.MERGED));
      }
      return;
    }
    if (targets().anyMatch(target -> target.startsWith(path + "/"))) {
      // The engine has made it, on the way to what is attached.
      before.put(path, Optional.of(now));
      return;
    }
    covered.add(path);
    var contents = was.isEmpty() ? DeltaEntry.Contents.MERGED : DeltaEntry.Contents.REPLACED;
    entries.add(directory(path, now, contents));
    for (DeltaEntry entry : tree(sides.changed().id(), path, budget)) {
      boolean isItself = entry.path().equals(relative(path));
      if (!isItself && !isOutside("/" + entry.path())) {
        entries.add(entry);
      }
    }
  }

  private static DeltaEntry directory(String path, Stat now, DeltaEntry.Contents contents) {
    return new DeltaEntry.Directory(relative(path), now.permissions(), contents);
  }

  private List<DeltaEntry> tree(String container, String path, ByteBudget most)
      throws InterruptedException {
    String parent = relative(path.substring(0, path.lastIndexOf('/') + 1));
    return engine
        .archive(container, path, archive -> TreeReader.read(archive, parent, most))
        .orElseThrow(
            () ->
                new FailureException(
                    new Failure.Sandbox(path + " of container " + container + " has vanished")));
  }

  private static boolean isSame(List<DeltaEntry> one, List<DeltaEntry> other) {
    if (one.size() != 1 || other.size() != 1) {
      return false;
    }
    if (one.getFirst() instanceof DeltaEntry.File(_, int mode, byte[] content)
        && other.getFirst() instanceof DeltaEntry.File(_, int otherMode, byte[] otherContent)) {
      return mode == otherMode && Arrays.equals(content, otherContent);
    }
    return one.equals(other);
  }

  /// What is at a path, if the way there leads through directories.
  private Optional<Stat> stat(String container, Map<String, Optional<Stat>> known, String path)
      throws InterruptedException {
    Optional<Stat> stat = known.get(path);
    if (stat == null) {
      String parent = path.substring(0, path.lastIndexOf('/'));
      boolean isThere = parent.isEmpty() || isDirectory(stat(container, known, parent));
      stat = isThere ? Stat.at(engine, container, path) : Optional.empty();
      known.put(path, stat);
    }
    return stat;
  }

  /// Whether what is there is not part of the work.
  private boolean isOutside(String path) {
    return Stream.concat(OF_THE_ENGINE.stream(), targets())
            .anyMatch(outside -> path.equals(outside) || path.startsWith(outside + "/"))
        || (path.startsWith("/usr/") && path.contains("/__pycache__"));
  }

  private Stream<String> targets() {
    return Stream.concat(
        attachments.directories().stream().map(Attachments.ReadOnly::target),
        attachments.scratch().stream().map(Attachments.Scratch::target));
  }

  private boolean isCovered(String path) {
    for (int i = path.indexOf('/', 1); i > 0; i = path.indexOf('/', i + 1)) {
      if (covered.contains(path.substring(0, i))) {
        return true;
      }
    }
    return false;
  }

  private static String relative(String path) {
    return path.substring(1);
  }
}
