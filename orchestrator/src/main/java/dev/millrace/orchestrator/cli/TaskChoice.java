package dev.millrace.orchestrator.cli;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The tasks that a command is about.
final class TaskChoice {
  /// The tasks that come with Millrace, seen from where its launcher says it is.
  static final Path BUNDLED = Path.of(System.getProperty("millrace.home", ""), "conf", "tasks");

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "A directory of tasks, or a .jsonl file of rows; default: the bundled ones.")
  private Path source = BUNDLED;

  @Option(
      names = "--task",
      paramLabel = "GLOB",
      description = "Only tasks with such ids, e.g. \"swe/*\" or \"shop-*\".")
  private @Nullable String glob;

  /// @return at least one, in the order of their ids
  /// @throws dev.millrace.rollout.task.TaskException when they cannot be loaded
  List<Task> load() {
    List<Task> all = TaskSources.open(source).tasks();
    String wanted = glob;
    if (wanted == null) {
      return all;
    }
    PathMatcher matcher = matcher(wanted);
    List<Task> chosen = all.stream().filter(task -> matches(task, matcher)).toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "--task: no id matches %s; %s holds %d tasks, the first is %s"
              .formatted(wanted, source, all.size(), all.getFirst().ref().id()));
    }
    return chosen;
  }

  /// The directory of a task; empty for a row of a file.
  Optional<Path> directory(Task task) {
    return Stream.of(source.resolve(task.ref().id().value()), source)
        .filter(directory -> Files.isRegularFile(directory.resolve("task.toml")))
        .findFirst();
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new UsageException("--task: " + glob + " is not a glob: " + e.getDescription());
    }
  }

  private static boolean matches(Task task, PathMatcher matcher) {
    Path id = Path.of(task.ref().id().value());
    return matcher.matches(id) || matcher.matches(id.getFileName());
  }
}
