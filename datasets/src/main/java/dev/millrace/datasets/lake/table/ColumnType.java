package dev.millrace.datasets.lake.table;

import java.time.Instant;
import java.util.List;

/// What a column holds, as which Java type a [Row] carries it, and how it is encoded.
///
/// Lists have three levels, so that an empty list, a list of nulls and no list stay apart. Token
/// ids and labels are PLAIN without a dictionary, logprobs BYTE_STREAM_SPLIT, masks and versions
/// dictionary-coded: measured, the defaults cost about twice the space on tokens.
public enum ColumnType {
  STRING(String.class),
  /// JSON text under Parquet's JSON logical type; readers that know it get the value itself.
  JSON(String.class),
  BOOL(Boolean.class),
  INT32(Integer.class),
  INT64(Long.class),
  DOUBLE(Double.class),
  FLOAT(Float.class),
  /// Microseconds since the epoch, UTC; finer parts are cut off.
  TIMESTAMP(Instant.class),
  /// Bytes as they are.
  BINARY(byte[].class),
  STRINGS(List.class),
  JSONS(List.class),
  INTS(int[].class),
  /// Small numbers: masks, reasons.
  BYTES(byte[].class),
  /// NaN stands for a null element.
  FLOATS(float[].class),
  /// NaN stands for a null element.
  DOUBLES(double[].class),
  NULLABLE_INTS(NullableInts.class),
  INT_LISTS(int[][].class),
  BYTE_LISTS(byte[][].class);

  private final Class<?> carrier;

  ColumnType(Class<?> carrier) {
    this.carrier = carrier;
  }

  Class<?> carrier() {
    return carrier;
  }

  boolean isList() {
    return switch (this) {
      case STRING, JSON, BOOL, INT32, INT64, DOUBLE, FLOAT, TIMESTAMP, BINARY -> false;
      case STRINGS, JSONS, INTS, BYTES, FLOATS, DOUBLES, NULLABLE_INTS, INT_LISTS, BYTE_LISTS ->
          true;
    };
  }

  /// How many lists stand around a number or text.
  int depth() {
    return isList() ? 1 + element().depth() : 0;
  }

  /// A list of lists, else the type of a list's elements, else the type itself.
  ColumnType element() {
    return switch (this) {
      case STRINGS -> STRING;
      case JSONS -> JSON;
      case INTS, NULLABLE_INTS, BYTES -> INT32;
      case FLOATS -> FLOAT;
      case DOUBLES -> DOUBLE;
      case INT_LISTS -> INTS;
      case BYTE_LISTS -> BYTES;
      case STRING, JSON, BOOL, INT32, INT64, DOUBLE, FLOAT, TIMESTAMP, BINARY -> this;
    };
  }

  boolean hasNullableElements() {
    return this == FLOATS || this == DOUBLES || this == NULLABLE_INTS;
  }

  boolean isSmall() {
    return this == BYTES || this == BYTE_LISTS;
  }

  /// Whether a dictionary pays: not for token ids, texts that never repeat, or logprobs.
  boolean usesDictionary() {
    return switch (this) {
      case INTS, INT_LISTS, JSON, JSONS, FLOAT, FLOATS, BINARY -> false;
      case STRING,
          BOOL,
          INT32,
          INT64,
          DOUBLE,
          TIMESTAMP,
          STRINGS,
          BYTES,
          DOUBLES,
          NULLABLE_INTS,
          BYTE_LISTS ->
          true;
    };
  }
}
