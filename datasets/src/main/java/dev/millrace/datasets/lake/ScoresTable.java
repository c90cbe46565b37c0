package dev.millrace.datasets.lake;

import static dev.millrace.datasets.lake.table.Column.nullable;
import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.table.Column;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.List;

/// The columns of `lake/scores`: one row an episode and a scoring. Columns that `lake/episodes` has
/// too mean the same there.
final class ScoresTable {
  private static final List<Column> COLUMNS =
      List.of(
          required("scoring", ColumnType.STRING, "The scoring's id."),
          required("episode_id", ColumnType.STRING, "The episode; unique in its scoring."),
          required("task_id", ColumnType.STRING, "The task."),
          required("family", ColumnType.STRING, "The task's family."),
          required("group_id", ColumnType.STRING, "The episodes it is compared with."),
          required("task_digest", ColumnType.STRING, "SHA-256 of the task it was judged by."),
          required("formula", ColumnType.STRING, "The formula."),
          required("terms_digest", ColumnType.STRING, "Of formula, penalties and discount."),
          required("judged_by", ColumnType.STRING, "What the verdicts are from."),
          nullable("old_total", ColumnType.DOUBLE, "The reward that the episode came with."),
          nullable("old_correctness", ColumnType.DOUBLE, "Its verdict then."),
          required("scored", ColumnType.BOOL, "Whether there is a verdict."),
          nullable("unscored_boundary", ColumnType.STRING, "Why there is no verdict."),
          nullable("unscored_detail", ColumnType.STRING, "What kept it from a verdict."),
          nullable("total", ColumnType.DOUBLE, "The reward; null without a verdict."),
          nullable("correctness", ColumnType.DOUBLE, "1 when solved, 0 when not."),
          nullable("coverage", ColumnType.DOUBLE, "Share of the tests that passed."),
          nullable("tokens", ColumnType.DOUBLE, "The part for tokens used."),
          nullable("tool_success", ColumnType.DOUBLE, "The part for calls without error."),
          nullable("progress", ColumnType.DOUBLE, "The part for progress on the way."),
          nullable("parts_json", ColumnType.JSON, "Every part of the score, in order."),
          nullable("formula_digest", ColumnType.STRING, "SHA-256 of the formula."),
          nullable("judged", ColumnType.BOOL, "Whether the verdict is a judge's alone."),
          nullable("judge_json", ColumnType.JSON, "What a judge was asked and said."),
          nullable("flags_json", ColumnType.JSON, "What was seen, with evidence."),
          nullable("tests_json", ColumnType.JSON, "Results test by test."),
          nullable("potentials_json", ColumnType.JSON, "Progress at checkpoints."));

  static final Table TABLE = new Table("scores", COLUMNS);

  private ScoresTable() {}

  static Row row(Scoring scoring, Rescored rescored) {
    Row row =
        new Row(TABLE)
            .put("scoring", scoring.id())
            .put("episode_id", rescored.episode().value())
            .put("task_id", rescored.task().id().value())
            .put("family", rescored.task().family())
            .put("group_id", rescored.group().value())
            .put("task_digest", rescored.task().digest())
            .put("formula", scoring.formula())
            .put("terms_digest", scoring.terms())
            .put("judged_by", scoring.judgedBy())
            .put("old_total", rescored.before().total())
            .put("old_correctness", rescored.before().correctness());
    EpisodeRows.putJudgement(row, rescored.now());
    return row;
  }

  static Rescored read(Row row) {
    return new Rescored(
        new EpisodeId(row.string("episode_id")),
        new TaskRef(
            new TaskId(row.string("task_id")), row.string("family"), row.string("task_digest")),
        new GroupId(row.string("group_id")),
        new Rescored.Before(row.float64OrNull("old_total"), row.float64OrNull("old_correctness")),
        EpisodeRows.judgement(row));
  }
}
