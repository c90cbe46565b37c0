package dev.millrace.rollout.task.rows;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import dev.millrace.rollout.task.TaskSource;
import dev.millrace.rollout.trajectory.TaskId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Question and answer tasks out of a JSONL file.
///
/// A row has a question (`question`, `prompt` or `problem`, or a conversation in `messages`,
/// `prompt`, `raw_prompt` or `responses_create_params.input`) and an answer (`answer`, `answers`
/// for several that are right, `ground_truth`, `label`, `expected_answer`,
/// `reward_model.ground_truth`, or `solution` where there is nothing else; or the `cases` of a
/// program). It may have `id` (else `FILE/LINE`), `family` (else the source, the first part of an
/// id with a `/`, or the file's name), `kind` (one of
/// [dev.millrace.rollout.task.Verification.ExpectedAnswer.Kind] in lower case; else what the source
/// has, `choice` where there are options, `number` when the answer is one, `text` when not),
/// `tolerance` (relative, else 0.000001), `absolute`, `final` (one of
/// [dev.millrace.rollout.task.FinalAnswer] in lower case), `arrays`, `options`, `steps` (as in
/// `steps.jsonl`; else submitting the answer is the reference solution) and `metadata` (free). The
/// agent has `bash` and `submit` and starts in `/work`, which is empty.
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
    String stem = stem(jsonl);
    Rows.each(
        jsonl,
        problems,
        line -> {
          Task task = new Row(stem, line).task();
          Integer earlier = seen.putIfAbsent(task.ref().id(), line.line());
          if (earlier != null) {
            throw new IllegalArgumentException(
                "id " + task.ref().id() + " stands in line " + earlier + " too");
          }
          tasks.add(task);
        });
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

  private static String stem(Path jsonl) {
    return jsonl.getFileName().toString().replaceFirst("\\.jsonl$", "");
  }
}
