package dev.millrace.datasets.lake.table;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/// Reads the columns of a table, and no others, into rows. A nullable column that an older file
/// does not have is null in all its rows.
final class RowReadSupport extends ReadSupport<Row> {
  private final Table table;

  RowReadSupport(Table table) {
    this.table = table;
  }

  @Override
  public ReadContext init(InitContext context) {
    MessageType wanted = ParquetSchema.of(table, context.getFileSchema());
    context.getFileSchema().checkContains(wanted);
    return new ReadContext(wanted);
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in the parent, so it must be here.
  public RecordMaterializer<Row> prepareForRead(
      Configuration configuration,
      Map<String, String> facts,
      MessageType schema,
      ReadContext context) {
    return new RowMaterializer(table, schema);
  }

  @Override
  public RecordMaterializer<Row> prepareForRead(
      ParquetConfiguration configuration,
      Map<String, String> facts,
      MessageType schema,
      ReadContext context) {
    return new RowMaterializer(table, schema);
  }
}
