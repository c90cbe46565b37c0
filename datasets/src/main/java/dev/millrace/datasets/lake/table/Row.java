package dev.millrace.datasets.lake.table;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of a [Table], filled by one thread. Values are not copied: hand over what you will not
/// change.
public final class Row {
  private final Table table;
  private final @Nullable Object[] values;

  public Row(Table table) {
    this.table = table;
    this.values = new Object[table.columns().size()];
  }

  /// Sets a column.
  ///
  /// @throws IllegalArgumentException if the table has no such column or it holds another type
  public Row put(String column, @Nullable Object value) {
    int place = table.place(column);
    ColumnType type = table.columns().get(place).type();
    if (value != null && !type.carrier().isInstance(value)) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " of "
              + table.name()
              + " holds "
              + type
              + ", not "
              + value.getClass().getSimpleName());
    }
    values[place] = value;
    return this;
  }

  @Nullable Object at(int place) {
    return values[place];
  }

  public boolean isNull(String column) {
    return values[table.place(column)] == null;
  }

  public String string(String column) {
    return get(column, String.class);
  }

  public @Nullable String stringOrNull(String column) {
    return (String) values[table.place(column)];
  }

  public int int32(String column) {
    return get(column, Integer.class);
  }

  public long int64(String column) {
    return get(column, Long.class);
  }

  public double float64(String column) {
    return get(column, Double.class);
  }

  public @Nullable Double float64OrNull(String column) {
    return (Double) values[table.place(column)];
  }

  public boolean bool(String column) {
    return get(column, Boolean.class);
  }

  public Instant instant(String column) {
    return get(column, Instant.class);
  }

  @SuppressWarnings("unchecked") // Lists hold strings only: STRINGS and JSONS.
  public List<String> strings(String column) {
    return get(column, List.class);
  }

  public int[] ints(String column) {
    return get(column, int[].class);
  }

  public byte[] bytes(String column) {
    return get(column, byte[].class);
  }

  public double[] doubles(String column) {
    return get(column, double[].class);
  }

  public float @Nullable [] floatsOrNull(String column) {
    return (float[]) values[table.place(column)];
  }

  public NullableInts nullableInts(String column) {
    return get(column, NullableInts.class);
  }

  private <T> T get(String column, Class<T> type) {
    Object value = values[table.place(column)];
    if (value == null) {
      throw new IllegalArgumentException(
          "column " + column + " of this row of " + table.name() + " is null");
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row that && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    return "Row[" + table.name() + "]";
  }
}
