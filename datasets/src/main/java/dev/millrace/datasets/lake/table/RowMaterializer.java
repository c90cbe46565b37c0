package dev.millrace.datasets.lake.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/// Builds one row after the other from the columns' converters.
final class RowMaterializer extends RecordMaterializer<Row> {
  private final Root root;

  /// @param read the columns that are read; all others are null
  RowMaterializer(Table table, MessageType read) {
    this.root = new Root(table, read);
  }

  @Override
  public Row getCurrentRecord() {
    return root.row;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  private static final class Root extends GroupConverter {
    private final Table table;
    private final List<Converter> converters = new ArrayList<>();
    private Row row;

    Root(Table table, MessageType read) {
      this.table = table;
      this.row = new Row(table);
      for (Column column : table.columns()) {
        if (!read.containsField(column.name())) {
          continue;
        }
        Consumer<Object> target = value -> row.put(column.name(), value);
        converters.add(
            column.type().isList()
                ? new ListReader(column.type(), target)
                : new ValueReader(column.type(), target));
      }
    }

    @Override
    public Converter getConverter(int field) {
      return converters.get(field);
    }

    @Override
    public void start() {
      row = new Row(table);
    }

    @Override
    public void end() {
      // The row is whole; the materializer hands it out.
    }
  }
}
