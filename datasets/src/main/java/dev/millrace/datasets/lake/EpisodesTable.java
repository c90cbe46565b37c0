package dev.millrace.datasets.lake;

import static dev.millrace.datasets.lake.table.Column.nullable;
import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.table.Column;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Table;
import java.util.List;

/// The columns of `lake/episodes`: one row an episode.
public final class EpisodesTable {
  private static final List<Column> COLUMNS =
      List.of(
          required("episode_id", ColumnType.STRING, "The episode; unique in the lake."),
          required("task_id", ColumnType.STRING, "The task."),
          required("group_id", ColumnType.STRING, "The episodes it is compared with."),
          required("family", ColumnType.STRING, "The task's family."),
          required("member", ColumnType.INT32, "Its place in the group, from 0."),
          required("attempt", ColumnType.INT32, "How often it was sent out before, from 0."),
          required("seed", ColumnType.INT64, "What its random choices derive from."),
          required("policy", ColumnType.STRING, "The policy that was sampled."),
          required("source", ColumnType.STRING, "What kind of policy wrote it."),
          required("harness", ColumnType.STRING, "The harness that ran it."),
          required("sandbox", ColumnType.STRING, "The provider that ran its commands."),
          required("outcome", ColumnType.STRING, "completed, truncated, failed or cancelled."),
          nullable("ending", ColumnType.STRING, "How the agent ended it, if it did."),
          nullable("limit", ColumnType.STRING, "The limit that ended it, if one did."),
          nullable("cancel_reason", ColumnType.STRING, "Why it was cancelled, if it was."),
          nullable("failure_boundary", ColumnType.STRING, "The boundary a failure crossed."),
          nullable("failure_detail", ColumnType.STRING, "What failed."),
          nullable("answer", ColumnType.STRING, "What was submitted."),
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
          required("num_turns", ColumnType.INT32, "Model calls."),
          required("num_tool_calls", ColumnType.INT32, "Tool calls."),
          required("num_tool_errors", ColumnType.INT32, "Calls that ended in an error."),
          required("prompt_tokens", ColumnType.INT64, "Sum of prompt lengths."),
          required("sampled_tokens", ColumnType.INT64, "Sum of sampled ids."),
          required("started_at", ColumnType.TIMESTAMP, "When it started."),
          required("total_ms", ColumnType.DOUBLE, "Wall time, milliseconds."),
          required("setup_ms", ColumnType.DOUBLE, "Of it, setting up."),
          required("model_ms", ColumnType.DOUBLE, "Of it, waiting for the model."),
          required("tools_ms", ColumnType.DOUBLE, "Of it, running tools."),
          required("task_digest", ColumnType.STRING, "SHA-256 of the task's content."),
          nullable("workspace_digest", ColumnType.STRING, "SHA-256 of the end state."),
          nullable("workspace_bytes", ColumnType.INT64, "Size of the end state's archive."),
          required("kafka_topic", ColumnType.STRING, "Where the row was read."),
          required("kafka_partition", ColumnType.INT32, "Its partition."),
          required("kafka_first_offset", ColumnType.INT64, "First offset of its file."),
          required("kafka_last_offset", ColumnType.INT64, "Last offset of its file."),
          required("facts_json", ColumnType.JSON, "What else is known of its making."),
          nullable("flags_json", ColumnType.JSON, "What was seen, with evidence."),
          nullable("tests_json", ColumnType.JSON, "Results test by test."),
          nullable("potentials_json", ColumnType.JSON, "Progress at checkpoints."),
          required("checkpoints_json", ColumnType.JSON, "States kept on the way."),
          nullable("steps_json", ColumnType.JSON, "Steps of a task of several, as far as it came."),
          required("tools_json", ColumnType.JSON, "Tools offered, as OpenAI writes them."),
          required("messages_json", ColumnType.JSON, "The conversation, as OpenAI writes it."),
          required("model_calls_json", ColumnType.JSON, "Model calls, without latencies."),
          required("model_latency_ms", ColumnType.DOUBLES, "Latency of each model call."),
          required("tool_executions_json", ColumnType.JSON, "What the tool calls did."),
          required("tool_duration_ms", ColumnType.DOUBLES, "Duration of each execution."));

  public static final Table TABLE = new Table("episodes", COLUMNS);

  private EpisodesTable() {}
}
