package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Files that a task put beside those of its environment, step by step: they are the task's own,
/// though they are in a delta with what the agent changed.
///
/// @param files on this side, by their absolute paths in the sandbox
public record Given(SortedMap<String, Path> files) {
  /// No files.
  public static final Given NOTHING = new Given(new TreeMap<>());

  public Given {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /// The files of a task; a later one is in the place of an earlier one.
  public static Given of(Task task) {
    SortedMap<String, Path> files = new TreeMap<>();
    String workdir = task.environment().workdir().replaceFirst("/+$", "");
    for (Path directory : task.given()) {
      try (Stream<Path> walk = Files.walk(directory)) {
        walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
            .forEach(path -> files.put(workdir + "/" + directory.relativize(path), path));
      } catch (IOException e) {
        throw unreadable(directory, e);
      }
    }
    return new Given(files);
  }

  /// A file's content, or empty where it is none of these.
  Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path)).map(Given::bytes);
  }

  Set<String> below(List<String> paths) {
    Set<String> below = new TreeSet<>(files.keySet());
    below.removeIf(file -> !Paths.isBelowAny(Paths.relative(file), paths));
    return below;
  }

  /// Puts those there that are not handed over.
  void put(Handover handover, Sandbox sandbox) throws InterruptedException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String path = Paths.relative(file.getKey());
      byte[] content = bytes(file.getValue());
      boolean isKept =
          !Paths.isBelowAny(path, handover.withheld())
              && !ConfigFiles.isOne(new DeltaEntry.File(path, 0644, content));
      if (!isKept && !sandbox.write(file.getKey(), content)) {
        throw new FailureException(new Failure.Sandbox("cannot write " + file.getKey()));
      }
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(Path path, IOException e) {
    return new UncheckedIOException("cannot read " + path, e);
  }
}
