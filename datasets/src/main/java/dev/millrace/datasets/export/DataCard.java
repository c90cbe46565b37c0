package dev.millrace.datasets.export;

import dev.millrace.datasets.build.SetBuilder;
import dev.millrace.datasets.build.SetCard;
import dev.millrace.datasets.build.SetSummary;
import dev.millrace.datasets.lake.table.Column;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.WrittenFile;
import java.util.List;
import java.util.stream.Collectors;

/// The README of a set: front matter for loaders, prose for people.
final class DataCard {
  private DataCard() {}

  static String of(SetBuilder builder, SetSummary summary, List<WrittenFile> shards) {
    long bytes = shards.stream().mapToLong(WrittenFile::sizeBytes).sum();
    return frontMatter(builder, summary, bytes) + prose(builder, summary);
  }

  private static String frontMatter(SetBuilder builder, SetSummary summary, long bytes) {
    String features =
        builder.table().columns().stream().map(DataCard::feature).collect(Collectors.joining());
    return """
    ---
    license: apache-2.0
    pretty_name: %s
    tags:
    - agents
    - tool-use
    - %s
    configs:
    - config_name: default
      data_files:
      - split: train
        path: data/train-*
    dataset_info:
      features:
    %s  splits:
      - name: train
        num_bytes: %d
        num_examples: %d
      download_size: %d
      dataset_size: %d
    ---

    """
        .formatted(
            quoted(builder.card().title()),
            summary.name(),
            features,
            bytes,
            summary.rows(),
            bytes,
            bytes);
  }

  private static String feature(Column column) {
    String name = "  - name: " + column.name() + "\n";
    return name
        + switch (column.type()) {
          case STRING -> "    dtype: string\n";
          case JSON -> "    dtype: json\n";
          case BOOL -> "    dtype: bool\n";
          case INT32 -> "    dtype: int32\n";
          case INT64 -> "    dtype: int64\n";
          case DOUBLE -> "    dtype: float64\n";
          case FLOAT -> "    dtype: float32\n";
          case TIMESTAMP -> "    dtype: timestamp[us, tz=UTC]\n";
          case BINARY -> "    dtype: binary\n";
          case STRINGS -> "    list: string\n";
          case JSONS -> "    list: json\n";
          case INTS, NULLABLE_INTS -> "    list: int32\n";
          case BYTES -> "    list: int8\n";
          case FLOATS -> "    list: float32\n";
          case DOUBLES -> "    list: float64\n";
          case INT_LISTS -> "    list:\n      list: int32\n";
          case BYTE_LISTS -> "    list:\n      list: int8\n";
        };
  }

  private static String prose(SetBuilder builder, SetSummary summary) {
    SetCard card = builder.card();
    return """
    # %s

    %s

    Made by Millrace. %d rows, one split (`train`), ordered by task, group and member. Nothing in a
    row depends on when or how often an episode ran. Every id is one that the engine read or wrote:
    nothing was tokenized again.

    ## Load

    ```python
    from datasets import load_dataset  # datasets >= 4.7

    rows = load_dataset("parquet", data_files="data/*.parquet", split="train")
    ```

    JSON columns use Parquet's JSON logical type: `datasets` 4.7 and later gives the objects
    themselves, DuckDB gives `JSON`, and pyarrow and pandas give text to be parsed.

    ## What to know

    %s

    ## Columns

    | column | type | meaning |
    |---|---|---|
    %s
    ## Left out

    %s
    ## License

    The rows are under the Apache License 2.0, as far as the tasks they come from allow.
    """
        .formatted(
            card.title(),
            card.summary(),
            summary.rows(),
            card.conventions().stream().map(c -> "- " + c).collect(Collectors.joining("\n")),
            builder.table().columns().stream().map(DataCard::line).collect(Collectors.joining()),
            drops(summary));
  }

  private static String line(Column column) {
    return "| `"
        + column.name()
        + "` | "
        + name(column.type())
        + (column.isRequired() ? "" : ", may be null")
        + " | "
        + column.meaning().replace("|", "\\|")
        + " |\n";
  }

  private static String name(ColumnType type) {
    return switch (type) {
      case STRING -> "string";
      case JSON -> "JSON";
      case BOOL -> "bool";
      case INT32 -> "int32";
      case INT64 -> "int64";
      case DOUBLE -> "float64";
      case FLOAT -> "float32";
      case TIMESTAMP -> "timestamp, UTC";
      case BINARY -> "bytes";
      case STRINGS -> "list of string";
      case JSONS -> "list of JSON";
      case INTS -> "list of int32";
      case NULLABLE_INTS -> "list of int32 or null";
      case BYTES -> "list of int8";
      case FLOATS -> "list of float32 or null";
      case DOUBLES -> "list of float64";
      case INT_LISTS -> "list of lists of int32";
      case BYTE_LISTS -> "list of lists of int8";
    };
  }

  private static String drops(SetSummary summary) {
    if (summary.drops().isEmpty()) {
      return "Nothing.\n";
    }
    return summary.drops().entrySet().stream()
        .map(drop -> "| `" + drop.getKey() + "` | " + drop.getValue() + " |\n")
        .collect(Collectors.joining("", "| reason | count |\n|---|---|\n", ""));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
