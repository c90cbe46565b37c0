package dev.millrace.rollout.task.harbor;

import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.TaskSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Harbor task directories below a root.
///
/// A directory that holds `task.toml` is a task; its id is its path relative to the root (its name
/// where it is the root itself), its family `metadata.family` or else the first part of the id.
public final class HarborTasks implements TaskSource {
  private final List<Task> tasks;

  private HarborTasks(List<Task> tasks) {
    this.tasks = tasks;
  }

  /// Reads every task below a directory, for sandboxes of any kind.
  ///
  /// @throws TaskException with every problem of every task
  public static HarborTasks open(Path root) {
    return open(root, Dockerfiles.STEPS);
  }

  /// Reads every task below a directory; none is an empty source.
  ///
  /// @param dockerfiles by whom they are carried out
  /// @throws TaskException with every problem of every task
  public static HarborTasks open(Path root, Dockerfiles dockerfiles) {
    List<String> problems = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    for (Path directory : directories(root, problems)) {
      new TaskDirectory(root, directory, dockerfiles, problems).read().ifPresent(tasks::add);
    }
    if (!problems.isEmpty()) {
      throw new TaskException(problems);
    }
    tasks.sort(Comparator.comparing(task -> task.ref().id()));
    return new HarborTasks(List.copyOf(tasks));
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  private static List<Path> directories(Path root, List<String> problems) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              if (Files.exists(directory.resolve("task.toml"))) {
                found.add(directory);
                return FileVisitResult.SKIP_SUBTREE;
              }
              if (Files.exists(directory.resolve("instruction.md"))) {
                problems.add(directory + ": has instruction.md but no task.toml");
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new TaskException(List.of(root + ": cannot be read: " + e));
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }
}
