package dev.millrace.rollout.task.rows;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.TaskSource;
import dev.millrace.rollout.trajectory.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Question and answer tasks out of a JSONL file.
///
/// A row has `question` (or `prompt`, `problem`) and `answer` (or `ground_truth`, `label`), and may
/// have `id` (else `FILE/LINE`), `family` (else the first part of an id with a `/`, else the file's
/// name), `kind` (one of [dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind] in lower
/// case;
/// else `number` when the answer is one, `text` when not), `tolerance` (relative, else 0.000001),
/// `steps` (as in `steps.jsonl`; else submitting the answer is the reference solution) and
/// `metadata` (free). The agent has `bash` and `submit` and starts in `/work`, which is empty.
public final class RowTasks implements TaskSource {
  private final List<Task> tasks;

  private RowTasks(List<Task> tasks) {
    this.tasks = tasks;
  }

  /// Reads every row of a file.
  ///
  /// @throws TaskException with every problem of every row, each with its line
  public static RowTasks open(Path jsonl) {
    List<String> problems = new ArrayList<>();
    List<Task> tasks = new ArrayList<>();
    Map<TaskId, Integer> seen = new HashMap<>();
    List<String> lines = lines(jsonl);
    for (int line = 1; line <= lines.size(); line++) {
      if (lines.get(line - 1).isBlank()) {
        continue;
      }
      String place = jsonl + ":" + line;
      try {
        Task task = new Row(stem(jsonl), line, lines.get(line - 1)).task();
        Integer earlier = seen.putIfAbsent(task.ref().id(), line);
        if (earlier == null) {
          tasks.add(task);
        } else {
          problems.add(place + ": id " + task.ref().id() + " stands in line " + earlier + " too");
        }
      } catch (IllegalArgumentException e) {
        problems.add(place + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new TaskException(problems);
    }
    tasks.sort(Comparator.comparing(task -> task.ref().id()));
    return new RowTasks(List.copyOf(tasks));
  }

  @Override
  public List<Task> tasks() {
    return tasks;
  }

  private static List<String> lines(Path jsonl) {
    try {
      return Files.readAllLines(jsonl);
    } catch (IOException e) {
      throw new TaskException(jsonl + ": cannot be read as UTF-8 text: " + e);
    }
  }

  private static String stem(Path jsonl) {
    return jsonl.getFileName().toString().replaceFirst("\\.jsonl$", "");
  }
}
