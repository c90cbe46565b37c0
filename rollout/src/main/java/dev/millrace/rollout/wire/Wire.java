package dev.millrace.rollout.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/// The bytes of one kind of record: Avro single-object encoding, that is the marker `C3 01`, the
/// 8-byte little-endian CRC-64-AVRO fingerprint of the writer's schema, then the body.
///
/// The schema is derived from the record type; beside the type, as resources, lie all versions that
/// were ever written (`Trajectory.v1.avsc`, …), so that older bytes stay readable. A test holds the
/// newest of them equal to the derived schema.
///
/// @param <T> a record, or a sealed interface of records
public final class Wire<T> {
  static final int HEADER = 10;
  private static final int MAX_VALUE_BYTES = 64 << 20;

  static {
    // Avro believes lengths it reads; without a bound, damaged bytes would ask for gigabytes. The
    // properties are read once, when its decoder is loaded.
    bound("org.apache.avro.limits.bytes.maxLength");
    bound("org.apache.avro.limits.string.maxLength");
    bound("org.apache.avro.limits.collectionItems.maxLength");
  }

  private final Class<T> type;
  private final Schema schema;
  private final long fingerprint;
  private final Mapper mapper;
  private final Map<Long, Schema> written = new LinkedHashMap<>();

  private Wire(Class<T> type) {
    this.type = type;
    Shapes shapes = new Shapes();
    this.schema = shapes.of(type);
    this.mapper = new Mapper(shapes);
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    for (Schema old : versions(type)) {
      written.put(SchemaNormalization.parsingFingerprint64(old), old);
    }
    written.put(fingerprint, schema);
  }

  /// The codec of a type. Thread-safe; make it once.
  public static <T> Wire<T> of(Class<T> type) {
    return new Wire<>(type);
  }

  public byte[] encode(T value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write(0xC3);
    out.write(0x01);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      out.write((int) (fingerprint >>> shift));
    }
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(mapper.toAvro(value), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new WireException("cannot encode a " + type.getSimpleName(), e);
    }
    return out.toByteArray();
  }

  /// @throws WireException when the bytes are not such a record, whatever they are
  public T decode(byte[] bytes) {
    Schema writer = writerOf(bytes);
    try {
      GenericDatumReader<Object> reader = new OrderedReader(writer, schema);
      var decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
      Object value = Objects.requireNonNull(mapper.fromAvro(reader.read(null, decoder), type));
      if (!decoder.isEnd()) {
        throw new WireException("bytes are left over behind a " + type.getSimpleName());
      }
      return type.cast(value);
    } catch (IOException
        | AvroRuntimeException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new WireException(
          "the " + bytes.length + " bytes are no " + type.getSimpleName() + ": " + e, e);
    }
  }

  /// The schema that is written, as JSON.
  public String schemaJson() {
    return SchemaFormatter.format("json/pretty", schema);
  }

  /// Older schemas that are still read, oldest first, as JSON.
  public List<String> writtenSchemas() {
    return versions(type).stream().map(old -> SchemaFormatter.format("json/pretty", old)).toList();
  }

  private Schema writerOf(byte[] bytes) {
    if (bytes.length < HEADER || (bytes[0] & 0xFF) != 0xC3 || bytes[1] != 0x01) {
      throw new WireException(
          "the "
              + bytes.length
              + " bytes do not begin with the marker C3 01 of Avro single-object"
              + " encoding; expected a "
              + type.getSimpleName());
    }
    long found = 0;
    for (int i = HEADER - 1; i >= 2; i--) {
      found = (found << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    Schema writer = written.get(found);
    if (writer == null) {
      throw new WireException(
          "the schema fingerprint "
              + Long.toHexString(found)
              + " is of no known version of "
              + type.getSimpleName()
              + "; it was written by a newer Millrace or is something else");
    }
    return writer;
  }

  private static List<Schema> versions(Class<?> type) {
    List<Schema> found = new ArrayList<>();
    for (int version = 1; ; version++) {
      String name = type.getSimpleName() + ".v" + version + ".avsc";
      try (InputStream in = type.getResourceAsStream(name)) {
        if (in == null) {
          return found;
        }
        found.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new WireException("cannot read the schema " + name, e);
      }
    }
  }

  private static void bound(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(MAX_VALUE_BYTES));
    }
  }

  /// Keeps the order of maps: a score's parts are read in the order they were written.
  private static final class OrderedReader extends GenericDatumReader<Object> {
    OrderedReader(Schema writer, Schema reader) {
      super(writer, reader, GenericData.get());
    }

    @Override
    protected Object newMap(Object old, int size) {
      return new LinkedHashMap<>();
    }
  }
}
