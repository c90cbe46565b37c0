package dev.millrace.datasets.lake.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A name and its columns in the order stored: scalars first, heavy lists last, so that queries
/// over metadata skip the tokens.
public final class Table {
  private final String name;
  private final List<Column> columns;
  private final Map<String, Integer> places = new HashMap<>();

  public Table(String name, List<Column> columns) {
    this.name = name;
    this.columns = List.copyOf(columns);
    for (Column column : columns) {
      if (places.put(column.name(), places.size()) != null) {
        throw new IllegalArgumentException(
            "table " + name + " has two columns named " + column.name());
      }
    }
  }

  public String name() {
    return name;
  }

  public List<Column> columns() {
    return columns;
  }

  /// The same table with only these columns, so that a reader decodes no others.
  public Table select(Set<String> names) {
    names.forEach(this::place);
    return new Table(name, columns.stream().filter(c -> names.contains(c.name())).toList());
  }

  int place(String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new IllegalArgumentException("table " + name + " has no column " + column);
    }
    return place;
  }

  @Override
  public String toString() {
    return "Table[" + name + ", " + columns.size() + " columns]";
  }
}
