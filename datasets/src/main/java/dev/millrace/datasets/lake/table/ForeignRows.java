package dev.millrace.datasets.lake.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/// Rows of a Parquet file that somebody else has written, as JSON objects: lists as lists, maps and
/// structures as objects, texts and bytes as texts, everything else as a number.
public final class ForeignRows {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ForeignRows() {}

  /// Every row as JSON text, in the file's order.
  ///
  /// @throws StoreException when it cannot be read
  public static List<String> json(java.nio.file.Path file) {
    List<String> rows = new ArrayList<>();
    try (ParquetReader<Group> reader = new Builder(new LocalInputFile(file)).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        rows.add(object(row).toString());
      }
    } catch (IOException | RuntimeException e) {
      throw new StoreException("could not read " + file + ": " + e.getMessage(), e);
    }
    return rows;
  }

  private static ObjectNode object(Group group) {
    ObjectNode object = NODES.objectNode();
    GroupType type = group.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      object.set(type.getFieldName(field), value(group, field));
    }
    return object;
  }

  private static JsonNode value(Group group, int field) {
    Type type = group.getType().getType(field);
    int count = group.getFieldRepetitionCount(field);
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      ArrayNode list = NODES.arrayNode();
      for (int i = 0; i < count; i++) {
        list.add(one(group, type, field, i));
      }
      return list;
    }
    return count == 0 ? NODES.nullNode() : one(group, type, field, 0);
  }

  private static JsonNode one(Group group, Type type, int field, int index) {
    if (type.isPrimitive()) {
      return primitive(group, type, field, index);
    }
    Group inner = group.getGroup(field, index);
    return switch (type.getLogicalTypeAnnotation()) {
      case ListLogicalTypeAnnotation _ -> list(inner);
      case MapLogicalTypeAnnotation _ -> map(inner);
      case null, default -> object(inner);
    };
  }

  private static JsonNode primitive(Group group, Type type, int field, int index) {
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> NODES.booleanNode(group.getBoolean(field, index));
      case INT32 -> NODES.numberNode(group.getInteger(field, index));
      case INT64 -> NODES.numberNode(group.getLong(field, index));
      case FLOAT -> NODES.numberNode(group.getFloat(field, index));
      case DOUBLE -> NODES.numberNode(group.getDouble(field, index));
      case BINARY -> NODES.textNode(group.getBinary(field, index).toStringUsingUTF8());
      case INT96, FIXED_LEN_BYTE_ARRAY -> NODES.textNode(group.getValueToString(field, index));
    };
  }

  /// A list's items stand in a repeated field, mostly within a group of one.
  private static ArrayNode list(Group outer) {
    ArrayNode list = NODES.arrayNode();
    Type repeated = outer.getType().getType(0);
    for (int i = 0; i < outer.getFieldRepetitionCount(0); i++) {
      boolean isWrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
      list.add(isWrapped ? value(outer.getGroup(0, i), 0) : one(outer, repeated, 0, i));
    }
    return list;
  }

  private static ObjectNode map(Group outer) {
    ObjectNode map = NODES.objectNode();
    for (int i = 0; i < outer.getFieldRepetitionCount(0); i++) {
      Group entry = outer.getGroup(0, i);
      map.set(value(entry, 0).asText(), value(entry, 1));
    }
    return map;
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
      withConf(new Configuration(false));
      usePageChecksumVerification(true);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
