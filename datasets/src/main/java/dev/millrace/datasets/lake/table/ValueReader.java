package dev.millrace.datasets.lake.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/// Takes one number or text out of a file and hands it on as the type a [Row] carries.
final class ValueReader extends PrimitiveConverter {
  private final ColumnType type;
  private final Consumer<Object> target;

  ValueReader(ColumnType type, Consumer<Object> target) {
    this.type = type;
    this.target = target;
  }

  @Override
  public void addBinary(Binary value) {
    target.accept(type == ColumnType.BINARY ? value.getBytes() : value.toStringUsingUTF8());
  }

  @Override
  public void addBoolean(boolean value) {
    target.accept(value);
  }

  @Override
  public void addDouble(double value) {
    target.accept(value);
  }

  @Override
  public void addFloat(float value) {
    target.accept(value);
  }

  @Override
  public void addInt(int value) {
    target.accept(value);
  }

  @Override
  public void addLong(long value) {
    target.accept(
        type == ColumnType.TIMESTAMP ? Instant.EPOCH.plus(value, ChronoUnit.MICROS) : value);
  }
}
