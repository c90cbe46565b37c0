package dev.millrace.rollout.task.disk;

import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.TaskSource;
import dev.millrace.rollout.task.harbor.HarborTasks;
import dev.millrace.rollout.task.rows.LeaderboardTasks;
import dev.millrace.rollout.task.rows.RowTasks;
import dev.millrace.rollout.trajectory.TaskId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Opens whatever tasks there are at a path.
public final class TaskSources {
  private TaskSources() {}

  /// As [#open(Path, Dockerfiles)], for sandboxes of any kind.
  public static TaskSource open(Path path) {
    return open(path, Dockerfiles.STEPS);
  }

  /// Opens a file of rows, or a directory: every Harbor task directory, every `*.jsonl` file of
  /// rows and every `BFCL_*.json` file of questions below it, merged.
  ///
  /// @param dockerfiles by whom they are carried out
  /// @throws TaskException with every problem found, also when there is no task at all or two have
  public static TaskSource open(Path path, Dockerfiles dockerfiles) {
    if (!Files.exists(path)) {
      throw new TaskException(
          path + ": expected a directory of tasks or a .jsonl file, found none");
    }
    List<String> problems = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    if (Files.isDirectory(path)) {
      collect(() -> HarborTasks.open(path, dockerfiles), tasks, problems);
      rowFiles(path).forEach(rows -> collect(() -> rows(rows), tasks, problems));
    } else {
      collect(() -> rows(path), tasks, problems);
    }
    if (tasks.isEmpty() && problems.isEmpty()) {
      problems.add(path + ": holds no directory with task.toml and no rows in a .jsonl file");
    }
    TreeMap<TaskId, Task> byId = new TreeMap<>();
    for (Task task : tasks) {
      if (byId.putIfAbsent(task.ref().id(), task) != null) {
        problems.add(path + ": two tasks have the id " + task.ref().id());
      }
    }
    if (!problems.isEmpty()) {
      throw new TaskException(problems);
    }
    List<Task> sorted = List.copyOf(byId.values());
    return () -> sorted;
  }

  private static void collect(
      Supplier<TaskSource> source, List<Task> tasks, List<String> problems) {
    try {
      tasks.addAll(source.get().tasks());
    } catch (TaskException e) {
      problems.addAll(e.problems());
    }
  }

  private static TaskSource rows(Path file) {
    return LeaderboardTasks.isFile(file) ? LeaderboardTasks.open(file) : RowTasks.open(file);
  }

  private static List<Path> rowFiles(Path root) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return Files.exists(directory.resolve("task.toml"))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.getFileName().toString().endsWith(".jsonl")
                  || LeaderboardTasks.isFile(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new TaskException(root + ": cannot be read: " + e);
    }
    found.sort(null);
    return found;
  }
}
