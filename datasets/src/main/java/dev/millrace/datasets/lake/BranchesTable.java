package dev.millrace.datasets.lake;

import static dev.millrace.datasets.lake.table.Column.nullable;
import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.table.Column;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Table;
import java.util.List;

/// The columns of `lake/branches`: one row a token-exact chain. Every trainer's row derives from
/// them without rendering again.
public final class BranchesTable {
  private static final List<Column> COLUMNS =
      List.of(
          required("episode_id", ColumnType.STRING, "The episode it belongs to."),
          required("branch_id", ColumnType.STRING, "The branch."),
          nullable("parent_branch_id", ColumnType.STRING, "The branch it continues from."),
          required("cause", ColumnType.STRING, "Why it was started: first, compaction, ..."),
          required(
              "fidelity",
              ColumnType.STRING,
              "token_exact, or text_only where the engine gave no ids."),
          required("branch_index", ColumnType.INT32, "Its place in the episode, from 0."),
          required("task_id", ColumnType.STRING, "The task."),
          required("group_id", ColumnType.STRING, "The episode's group."),
          required("family", ColumnType.STRING, "The task's family."),
          required("tokenizer_id", ColumnType.STRING, "The tokenizer's name."),
          required("tokenizer_digest", ColumnType.STRING, "SHA-256 of tokenizer.json."),
          required("template_digest", ColumnType.STRING, "SHA-256 of the chat template."),
          required("num_tokens", ColumnType.INT32, "Length of every per-token list."),
          required("prompt_len", ColumnType.INT32, "Tokens before the first sampled one."),
          required("num_loss_tokens", ColumnType.INT32, "Tokens that are trained."),
          required("num_turns", ColumnType.INT32, "Assistant turns in it."),
          nullable("reward", ColumnType.DOUBLE, "The episode's reward, if it has one."),
          required("version_spans_json", ColumnType.JSON, "Which weights sampled which tokens."),
          required("turn_starts", ColumnType.INTS, "First token of each turn."),
          required("turn_ends", ColumnType.INTS, "The token after each turn."),
          required("turn_role", ColumnType.STRINGS, "context, assistant or tool."),
          required(
              "turn_thinking_json",
              ColumnType.JSON,
              "Of each turn: whether thinking was on, whether past thinking was visible, the mode;"
                  + " empty where not known."),
          required("turn_model_call", ColumnType.NULLABLE_INTS, "The call that sampled it."),
          required("loss_mask", ColumnType.BYTES, "1 where mask_reason is 0, else 0."),
          required(
              "mask_reason",
              ColumnType.BYTES,
              "0 trained, 1 prompt, 2 tool, 3 error step, 4 copied step, 5 truncated, 6 injected."),
          required("sampled", ColumnType.BYTES, "1 where the policy emitted the id."),
          required(
              "weight_versions",
              ColumnType.NULLABLE_INTS,
              "Version of the weights that sampled each id; null where the id was given."),
          nullable(
              "logprobs",
              ColumnType.FLOATS,
              "As the engine reported them; null elements where the id was given or nothing was"
                  + " reported for it, and no list where nothing was reported at all."),
          required("token_ids", ColumnType.INTS, "What the engine read and wrote."));

  public static final Table TABLE = new Table("branches", COLUMNS);

  private BranchesTable() {}
}
