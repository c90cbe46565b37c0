package dev.millrace.datasets.lake.table;

import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/// Gathers a three-level list into an array. Every place starts as null and is overwritten by its
/// value, if there is one: the consumer is told of places and values, not of nulls.
final class ListReader extends GroupConverter {
  private final ListBuffer buffer;
  private final Consumer<Object> target;
  private final GroupConverter repeated;

  ListReader(ColumnType type, Consumer<Object> target) {
    this.buffer = ListBuffer.of(type);
    this.target = target;
    Converter element =
        type.element().isList()
            ? new ListReader(type.element(), buffer::setObject)
            : new Element(buffer);
    this.repeated = new Repeated(element, buffer);
  }

  @Override
  public Converter getConverter(int field) {
    return repeated;
  }

  @Override
  public void start() {
    buffer.clear();
  }

  @Override
  public void end() {
    target.accept(buffer.toValue());
  }

  private static final class Repeated extends GroupConverter {
    private final Converter element;
    private final ListBuffer buffer;

    Repeated(Converter element, ListBuffer buffer) {
      this.element = element;
      this.buffer = buffer;
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      buffer.addPlace();
    }

    @Override
    public void end() {
      // A place needs nothing after its value.
    }
  }

  private static final class Element extends PrimitiveConverter {
    private final ListBuffer buffer;

    Element(ListBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void addInt(int value) {
      buffer.setInt(value);
    }

    @Override
    public void addFloat(float value) {
      buffer.setFloat(value);
    }

    @Override
    public void addDouble(double value) {
      buffer.setDouble(value);
    }

    @Override
    public void addBinary(Binary value) {
      buffer.setObject(value.toStringUsingUTF8());
    }
  }
}
