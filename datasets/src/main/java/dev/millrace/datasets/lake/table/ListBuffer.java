package dev.millrace.datasets.lake.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A growing list of one element type; reused from row to row.
abstract class ListBuffer {
  private static final int INITIAL = 64;

  int size;

  static ListBuffer of(ColumnType type) {
    return switch (type) {
      case INTS -> new Ints();
      case BYTES -> new Bytes();
      case NULLABLE_INTS -> new Sparse();
      case FLOATS -> new Floats();
      case DOUBLES -> new Doubles();
      case STRINGS, JSONS -> new Texts();
      case INT_LISTS -> new IntLists();
      case BYTE_LISTS -> new ByteLists();
      case STRING, JSON, BOOL, INT32, INT64, DOUBLE, FLOAT, TIMESTAMP, BINARY ->
          throw new IllegalArgumentException(type + " is no list");
    };
  }

  void clear() {
    size = 0;
  }

  /// Adds a null element, which a `set` may overwrite.
  abstract void addPlace();

  abstract Object toValue();

  void setInt(int value) {
    throw new IllegalStateException("not a list of numbers");
  }

  void setFloat(float value) {
    throw new IllegalStateException("not a list of floats");
  }

  void setDouble(double value) {
    throw new IllegalStateException("not a list of doubles");
  }

  void setObject(Object value) {
    throw new IllegalStateException("not a list of texts or lists");
  }

  static int grown(int size, int capacity) {
    return size < capacity ? capacity : capacity * 2;
  }

  private static final class Ints extends ListBuffer {
    private int[] values = new int[INITIAL];

    @Override
    void addPlace() {
      values = size < values.length ? values : Arrays.copyOf(values, grown(size, values.length));
      size++;
    }

    @Override
    void setInt(int value) {
      values[size - 1] = value;
    }

    @Override
    Object toValue() {
      return Arrays.copyOf(values, size);
    }
  }

  private static final class Bytes extends ListBuffer {
    private byte[] values = new byte[INITIAL];

    @Override
    void addPlace() {
      values = size < values.length ? values : Arrays.copyOf(values, grown(size, values.length));
      size++;
    }

    @Override
    void setInt(int value) {
      values[size - 1] = (byte) value;
    }

    @Override
    Object toValue() {
      return Arrays.copyOf(values, size);
    }
  }

  private static final class Sparse extends ListBuffer {
    private int[] values = new int[INITIAL];
    private boolean[] present = new boolean[INITIAL];

    @Override
    void addPlace() {
      if (size == values.length) {
        values = Arrays.copyOf(values, grown(size, values.length));
        present = Arrays.copyOf(present, values.length);
      }
      present[size++] = false;
    }

    @Override
    void setInt(int value) {
      values[size - 1] = value;
      present[size - 1] = true;
    }

    @Override
    Object toValue() {
      return new NullableInts(Arrays.copyOf(values, size), Arrays.copyOf(present, size));
    }
  }

  private static final class Floats extends ListBuffer {
    private float[] values = new float[INITIAL];

    @Override
    void addPlace() {
      values = size < values.length ? values : Arrays.copyOf(values, grown(size, values.length));
      values[size++] = Float.NaN;
    }

    @Override
    void setFloat(float value) {
      values[size - 1] = value;
    }

    @Override
    Object toValue() {
      return Arrays.copyOf(values, size);
    }
  }

  private static final class Doubles extends ListBuffer {
    private double[] values = new double[INITIAL];

    @Override
    void addPlace() {
      values = size < values.length ? values : Arrays.copyOf(values, grown(size, values.length));
      values[size++] = Double.NaN;
    }

    @Override
    void setDouble(double value) {
      values[size - 1] = value;
    }

    @Override
    Object toValue() {
      return Arrays.copyOf(values, size);
    }
  }

  private abstract static class Objects extends ListBuffer {
    final List<Object> values = new ArrayList<>();

    @Override
    void clear() {
      values.clear();
    }

    @Override
    void addPlace() {
      // Texts and lists are never null elements: the value itself makes the place.
    }

    @Override
    void setObject(Object value) {
      values.add(value);
    }
  }

  private static final class Texts extends Objects {
    @Override
    Object toValue() {
      return List.copyOf(values);
    }
  }

  private static final class IntLists extends Objects {
    @Override
    Object toValue() {
      return values.toArray(new int[0][]);
    }
  }

  private static final class ByteLists extends Objects {
    @Override
    Object toValue() {
      return values.toArray(new byte[0][]);
    }
  }
}
