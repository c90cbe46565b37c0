package dev.millrace.datasets.lake.table;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// A table's form in Parquet.
final class ParquetSchema {
  static final String LIST = "list";
  static final String ELEMENT = "element";

  private ParquetSchema() {}

  static MessageType of(Table table) {
    return new MessageType(
        table.name(), table.columns().stream().map(ParquetSchema::field).toList());
  }

  /// What of a table is read in a file: all but the nullable columns that it does not have.
  static MessageType of(Table table, MessageType file) {
    return new MessageType(
        table.name(),
        table.columns().stream()
            .filter(column -> column.isRequired() || file.containsField(column.name()))
            .map(ParquetSchema::field)
            .toList());
  }

  /// The dotted path of the leaf, as encodings are set by it.
  static String leafPath(Column column) {
    int depth = column.type().depth();
    return column.name() + ("." + LIST + "." + ELEMENT).repeat(depth);
  }

  private static Type field(Column column) {
    return type(
        column.name(),
        column.type(),
        column.isRequired() ? Repetition.REQUIRED : Repetition.OPTIONAL,
        column.type().isSmall());
  }

  private static Type type(String name, ColumnType type, Repetition repetition, boolean isSmall) {
    if (!type.isList()) {
      return primitive(name, type, repetition, isSmall);
    }
    Repetition inner = type.hasNullableElements() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    Type element = type(ELEMENT, type.element(), inner, isSmall);
    return Types.buildGroup(repetition)
        .as(LogicalTypeAnnotation.listType())
        .addField(Types.repeatedGroup().addField(element).named(LIST))
        .named(name);
  }

  private static Type primitive(
      String name, ColumnType type, Repetition repetition, boolean isSmall) {
    var builder = Types.primitive(physical(type), repetition);
    LogicalTypeAnnotation logical =
        isSmall ? LogicalTypeAnnotation.intType(8, true) : logical(type);
    return (logical == null ? builder : builder.as(logical)).named(name);
  }

  private static PrimitiveTypeName physical(ColumnType type) {
    return switch (type) {
      case STRING, JSON, BINARY -> PrimitiveTypeName.BINARY;
      case BOOL -> PrimitiveTypeName.BOOLEAN;
      case INT32 -> PrimitiveTypeName.INT32;
      case INT64, TIMESTAMP -> PrimitiveTypeName.INT64;
      case DOUBLE -> PrimitiveTypeName.DOUBLE;
      case FLOAT -> PrimitiveTypeName.FLOAT;
      case STRINGS, JSONS, INTS, BYTES, FLOATS, DOUBLES, NULLABLE_INTS, INT_LISTS, BYTE_LISTS ->
          throw new IllegalArgumentException(type + " is a list");
    };
  }

  private static @Nullable LogicalTypeAnnotation logical(ColumnType type) {
    return switch (type) {
      case STRING -> LogicalTypeAnnotation.stringType();
      case JSON -> LogicalTypeAnnotation.jsonType();
      case TIMESTAMP -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
      case BOOL,
          INT32,
          INT64,
          DOUBLE,
          FLOAT,
          BINARY,
          STRINGS,
          JSONS,
          INTS,
          BYTES,
          FLOATS,
          DOUBLES,
          NULLABLE_INTS,
          INT_LISTS,
          BYTE_LISTS ->
          null;
    };
  }
}
