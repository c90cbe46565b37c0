package dev.millrace.rollout.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.trajectory.Default;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/// Derives the Avro schema of a record from its components. A sealed interface is a union of its
/// records, a nullable component a union with null, a [Duration] a long of nanoseconds, an
/// [Instant] a long of nanoseconds since the epoch, a `boolean[]` bytes of 0 and 1.
final class Shapes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Class<?>, Schema.Type> PRIMITIVES =
      Map.ofEntries(
          Map.entry(String.class, Schema.Type.STRING),
          Map.entry(int.class, Schema.Type.INT),
          Map.entry(Integer.class, Schema.Type.INT),
          Map.entry(long.class, Schema.Type.LONG),
          Map.entry(Long.class, Schema.Type.LONG),
          Map.entry(float.class, Schema.Type.FLOAT),
          Map.entry(double.class, Schema.Type.DOUBLE),
          Map.entry(Double.class, Schema.Type.DOUBLE),
          Map.entry(boolean.class, Schema.Type.BOOLEAN),
          Map.entry(Duration.class, Schema.Type.LONG),
          Map.entry(Instant.class, Schema.Type.LONG),
          Map.entry(byte[].class, Schema.Type.BYTES),
          Map.entry(boolean[].class, Schema.Type.BYTES));

  private final Map<String, Class<?>> classes = new LinkedHashMap<>();
  private final Map<Class<?>, Schema> schemas = new LinkedHashMap<>();

  /// The class that a schema's full name stands for.
  @Nullable Class<?> classOf(String fullName) {
    return classes.get(fullName);
  }

  Schema of(Class<?> type) {
    Schema known = schemas.get(type);
    if (known != null) {
      return known;
    }
    Schema.Type primitive = PRIMITIVES.get(type);
    if (primitive != null) {
      return Schema.create(primitive);
    }
    if (type == int[].class) {
      return Schema.createArray(Schema.create(Schema.Type.INT));
    }
    if (type == float[].class) {
      return Schema.createArray(Schema.create(Schema.Type.FLOAT));
    }
    if (type.isEnum()) {
      List<String> names = new ArrayList<>();
      for (Object constant : type.getEnumConstants()) {
        names.add(((Enum<?>) constant).name());
      }
      return named(type, Schema.createEnum(name(type), null, type.getPackageName(), names));
    }
    if (type.isSealed()) {
      return Schema.createUnion(records(type).stream().map(this::of).toList());
    }
    if (type.isRecord()) {
      return record(type);
    }
    throw new WireException("no Avro schema is derived for " + type.getName());
  }

  private Schema record(Class<?> type) {
    Schema schema =
        named(type, Schema.createRecord(name(type), null, type.getPackageName(), false));
    List<Schema.Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(field(component));
    }
    schema.setFields(fields);
    return schema;
  }

  private Schema.Field field(RecordComponent component) {
    Schema schema = of(component.getAnnotatedType());
    Default fallback = component.getAnnotation(Default.class);
    return fallback == null
        ? new Schema.Field(component.getName(), schema)
        : new Schema.Field(component.getName(), schema, null, json(fallback.value()));
  }

  private static Object json(String text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      return value == null ? JsonProperties.NULL_VALUE : value;
    } catch (JsonProcessingException e) {
      throw new WireException("the default " + text + " is not JSON", e);
    }
  }

  private Schema of(AnnotatedType type) {
    Schema plain = plain(type);
    if (!type.isAnnotationPresent(Nullable.class)) {
      return plain;
    }
    List<Schema> either = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL)));
    either.addAll(plain.isUnion() ? plain.getTypes() : List.of(plain));
    return Schema.createUnion(either);
  }

  private Schema plain(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      Class<?> raw = rawClass(type.getType());
      return Map.class.isAssignableFrom(raw)
          ? Schema.createMap(of(arguments[1]))
          : Schema.createArray(of(arguments[0]));
    }
    if (type instanceof AnnotatedArrayType || type.getType() instanceof Class<?>) {
      return of(rawClass(type.getType()));
    }
    throw new WireException("no Avro schema is derived for " + type);
  }

  private Schema named(Class<?> type, Schema schema) {
    classes.put(schema.getFullName(), type);
    schemas.put(type, schema);
    return schema;
  }

  /// All records below a sealed interface, in the order they are permitted.
  private static List<Class<?>> records(Class<?> sealed) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        found.addAll(records(permitted));
      } else {
        found.add(permitted);
      }
    }
    return found;
  }

  private static Class<?> rawClass(Type type) {
    return type instanceof java.lang.reflect.ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  /// `Outcome.Failed` is named `Outcome_Failed`: Avro names have no dots of their own.
  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? type.getSimpleName() : name(outer) + "_" + type.getSimpleName();
  }
}
