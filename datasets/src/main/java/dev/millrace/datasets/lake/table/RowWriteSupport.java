package dev.millrace.datasets.lake.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/// Writes rows from primitive arrays: a token, a logprob or a mask is never boxed.
final class RowWriteSupport extends WriteSupport<Row> {
  private final Table table;
  private final Map<String, String> facts;
  private @Nullable RecordConsumer consumer;

  RowWriteSupport(Table table, Map<String, String> facts) {
    this.table = table;
    this.facts = facts;
  }

  @Override
  public String getName() {
    return "millrace";
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in the parent, so it must be here.
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ParquetSchema.of(table), facts);
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(ParquetSchema.of(table), facts);
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    consumer = recordConsumer;
  }

  @Override
  public void write(Row row) {
    RecordConsumer to = Objects.requireNonNull(consumer);
    to.startMessage();
    List<Column> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.at(i);
      if (value != null) {
        to.startField(columns.get(i).name(), i);
        write(to, columns.get(i).type(), value);
        to.endField(columns.get(i).name(), i);
      }
    }
    to.endMessage();
  }

  private static void write(RecordConsumer to, ColumnType type, Object value) {
    switch (type) {
      case STRING, JSON -> to.addBinary(Binary.fromString((String) value));
      case BINARY -> to.addBinary(Binary.fromConstantByteArray((byte[]) value));
      case BOOL -> to.addBoolean((Boolean) value);
      case INT32 -> to.addInteger((Integer) value);
      case INT64 -> to.addLong((Long) value);
      case DOUBLE -> to.addDouble((Double) value);
      case FLOAT -> to.addFloat((Float) value);
      case TIMESTAMP -> to.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
      case STRINGS, JSONS -> {
        List<?> texts = (List<?>) value;
        list(to, texts.size(), i -> to.addBinary(Binary.fromString((String) texts.get(i))));
      }
      case INTS -> ints(to, (int[]) value);
      case BYTES -> bytes(to, (byte[]) value);
      case FLOATS -> floats(to, (float[]) value);
      case DOUBLES -> doubles(to, (double[]) value);
      case NULLABLE_INTS -> nullableInts(to, (NullableInts) value);
      case INT_LISTS -> {
        int[][] lists = (int[][]) value;
        list(to, lists.length, i -> ints(to, lists[i]));
      }
      case BYTE_LISTS -> {
        byte[][] lists = (byte[][]) value;
        list(to, lists.length, i -> bytes(to, lists[i]));
      }
    }
  }

  private static void ints(RecordConsumer to, int[] values) {
    list(to, values.length, i -> to.addInteger(values[i]));
  }

  private static void bytes(RecordConsumer to, byte[] values) {
    list(to, values.length, i -> to.addInteger(values[i]));
  }

  private static void floats(RecordConsumer to, float[] values) {
    sparse(to, values.length, i -> !Float.isNaN(values[i]), i -> to.addFloat(values[i]));
  }

  private static void doubles(RecordConsumer to, double[] values) {
    sparse(to, values.length, i -> !Double.isNaN(values[i]), i -> to.addDouble(values[i]));
  }

  private static void nullableInts(RecordConsumer to, NullableInts values) {
    sparse(to, values.length(), values::isPresent, i -> to.addInteger(values.value(i)));
  }

  private static void list(RecordConsumer to, int size, IntConsumer element) {
    sparse(to, size, _ -> true, element);
  }

  private static void sparse(
      RecordConsumer to, int size, IntPredicate isPresent, IntConsumer element) {
    to.startGroup();
    if (size > 0) { // An empty field is an error to the consumer; an empty group is an empty list.
      to.startField(ParquetSchema.LIST, 0);
      for (int i = 0; i < size; i++) {
        to.startGroup();
        if (isPresent.test(i)) {
          to.startField(ParquetSchema.ELEMENT, 0);
          element.accept(i);
          to.endField(ParquetSchema.ELEMENT, 0);
        }
        to.endGroup();
      }
      to.endField(ParquetSchema.LIST, 0);
    }
    to.endGroup();
  }
}
