package dev.millrace.rollout.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Moves values between our records and Avro's generic ones.
final class Mapper {
  private final Shapes shapes;
  private final Map<Class<?>, Constructor<?>> constructors = new ConcurrentHashMap<>();

  Mapper(Shapes shapes) {
    this.shapes = shapes;
  }

  @Nullable Object toAvro(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String _, Integer _, Long _, Float _, Double _, Boolean _ -> value;
      case Duration duration -> duration.toNanos();
      case Instant instant -> nanos(instant);
      case Enum<?> constant ->
          new GenericData.EnumSymbol(shapes.of(constant.getDeclaringClass()), constant.name());
      case byte[] bytes -> ByteBuffer.wrap(bytes);
      case boolean[] flags -> ByteBuffer.wrap(bytes(flags));
      case int[] ints -> boxed(ints);
      case float[] floats -> boxed(floats);
      case Collection<?> items -> {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        for (Object item : items) {
          list.add(toAvro(item));
        }
        yield list;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        map.forEach((key, item) -> out.put((String) key, toAvro(item)));
        yield out;
      }
      case Record record -> record(record);
      default -> throw new WireException("no Avro form for " + value.getClass().getName());
    };
  }

  private GenericRecord record(Record record) {
    GenericData.Record out = new GenericData.Record(shapes.of(record.getClass()));
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      try {
        var accessor = components[i].getAccessor();
        accessor.setAccessible(true);
        out.put(i, toAvro(accessor.invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new WireException("cannot read " + components[i], e);
      }
    }
    return out;
  }

  @Nullable Object fromAvro(@Nullable Object value, Type type) {
    if (value == null) {
      return null;
    }
    if (type instanceof ParameterizedType generic) {
      return fromAvro(value, generic);
    }
    Class<?> target = (Class<?>) type;
    return switch (value) {
      case GenericRecord record -> record(record);
      case GenericData.EnumSymbol symbol -> constant(target, symbol.toString());
      case CharSequence text -> text.toString();
      case ByteBuffer buffer -> bytes(buffer, target);
      case List<?> list -> array(list, target);
      case Long nanos when target == Duration.class -> Duration.ofNanos(nanos);
      case Long nanos when target == Instant.class -> instant(nanos);
      default -> value;
    };
  }

  private Object fromAvro(Object value, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      map.forEach((key, item) -> out.put(String.valueOf(key), fromAvro(item, arguments[1])));
      return out;
    }
    Collection<@Nullable Object> out =
        type.getRawType() == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
    for (Object item : (Collection<?>) value) {
      out.add(fromAvro(item, arguments[0]));
    }
    return out;
  }

  private Object record(GenericRecord record) {
    String name = record.getSchema().getFullName();
    Class<?> type = shapes.classOf(name);
    if (type == null) {
      throw new WireException("no record is known for the schema " + name);
    }
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = fromAvro(record.get(i), components[i].getGenericType());
    }
    try {
      return constructors.computeIfAbsent(type, Mapper::canonical).newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new WireException("the bytes hold no valid " + name + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new WireException("cannot make a " + name, e);
    }
  }

  private static Constructor<?> canonical(Class<?> type) {
    Class<?>[] parameters =
        List.of(type.getRecordComponents()).stream()
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new WireException("every record has its canonical constructor, but " + type, e);
    }
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new WireException(type.getSimpleName() + " has no constant " + name);
  }

  private static Object bytes(ByteBuffer buffer, Class<?> target) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    if (target == byte[].class) {
      return bytes;
    }
    boolean[] flags = new boolean[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      flags[i] = bytes[i] != 0;
    }
    return flags;
  }

  private static byte[] bytes(boolean[] flags) {
    byte[] bytes = new byte[flags.length];
    for (int i = 0; i < flags.length; i++) {
      bytes[i] = (byte) (flags[i] ? 1 : 0);
    }
    return bytes;
  }

  private static Object array(List<?> list, Class<?> target) {
    if (target == int[].class) {
      int[] ints = new int[list.size()];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (Integer) list.get(i);
      }
      return ints;
    }
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (Float) list.get(i);
    }
    return floats;
  }

  private static List<Integer> boxed(int[] ints) {
    return new AbstractList<>() {
      @Override
      public Integer get(int i) {
        return ints[i];
      }

      @Override
      public int size() {
        return ints.length;
      }
    };
  }

  private static List<Float> boxed(float[] floats) {
    return new AbstractList<>() {
      @Override
      public Float get(int i) {
        return floats[i];
      }

      @Override
      public int size() {
        return floats.length;
      }
    };
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)),
        instant.getNano());
  }

  private static Instant instant(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return Instant.ofEpochSecond(Math.floorDiv(nanos, second), Math.floorMod(nanos, second));
  }
}
