package dev.millrace.datasets.lake.table;

/// One column of a [Table].
///
/// @param name in lower_snake_case
/// @param isRequired whether every row has a value; readers map it to a non-null field
/// @param meaning a sentence for the data card: what it is, and its unit
public record Column(String name, ColumnType type, boolean isRequired, String meaning) {
  public static Column required(String name, ColumnType type, String meaning) {
    return new Column(name, type, true, meaning);
  }

  public static Column nullable(String name, ColumnType type, String meaning) {
    return new Column(name, type, false, meaning);
  }
}
