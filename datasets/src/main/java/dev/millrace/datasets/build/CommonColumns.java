package dev.millrace.datasets.build;

import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.table.Column;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.Episode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Columns that several sets share, said once.
final class CommonColumns {
  static final List<Column> TASK =
      List.of(
          required("task_id", ColumnType.STRING, "The task."),
          required("group_id", ColumnType.STRING, "The episodes of one task that are compared."),
          required("family", ColumnType.STRING, "The task's family."),
          required("policy", ColumnType.STRING, "The policy that was sampled."),
          required("source", ColumnType.STRING, "What kind of policy it is."));
  static final List<Column> TOKENIZER =
      List.of(
          required("tokenizer_id", ColumnType.STRING, "The tokenizer of all ids in the row."),
          required("tokenizer_digest", ColumnType.STRING, "SHA-256 of its tokenizer.json."),
          required("template_digest", ColumnType.STRING, "SHA-256 of the chat template."));
  static final String REASONS =
      "0 trained, 1 prompt, 2 tool result, 3 error step, 4 copied step, 5 truncated, 6 injected";

  private CommonColumns() {}

  /// A set's table: its own first columns, the shared ones, then the rest.
  static Table table(String name, List<Column> first, List<Column> rest) {
    return new Table(name, Stream.of(first, TASK, TOKENIZER, rest).flatMap(List::stream).toList());
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static void putShared(Row row, Rated rated, Branch branch) {
    Episode episode = rated.trajectory().episode();
    row.put("task_id", episode.task().id().value())
        .put("group_id", episode.group().value())
        .put("family", episode.task().family())
        .put("policy", episode.policy())
        .put("source", rated.trajectory().provenance().source())
        .put("tokenizer_id", branch.tokenizer().id())
        .put("tokenizer_digest", branch.tokenizer().tokenizerDigest())
        .put("template_digest", branch.tokenizer().templateDigest());
  }
}
