package dev.millrace.rollout.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.junit.jupiter.api.Test;

/// What the bytes of every kind of record promise.
public abstract class WireContract<T> {
  private final Class<T> type;
  private final Wire<T> wire;

  protected WireContract(Class<T> type) {
    this.type = type;
    this.wire = Wire.of(type);
  }

  @Property(tries = 300, seed = "140")
  void whatIsEncodedDecodesToItself(@ForAll long seed) {
    T value = new RandomRecords(seed).make(type);
    assertEquals(value, wire.decode(wire.encode(value)));
  }

  @Property(tries = 300, seed = "141")
  void randomBytesAreATypedErrorAtWorst(@ForAll byte[] bytes) {
    assertThrows(WireException.class, () -> wire.decode(bytes));
  }

  @Property(tries = 500, seed = "142")
  void damagedBytesAreATypedErrorAtWorst(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = wire.encode(new RandomRecords(seed).make(type));
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    decodesOrFailsTyped(bytes);
    decodesOrFailsTyped(java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  private void decodesOrFailsTyped(byte[] bytes) {
    try {
      wire.decode(bytes);
    } catch (WireException e) {
      assertFalse(String.valueOf(e.getMessage()).isBlank());
    }
  }

  @Test
  void newestStoredSchemaIsTheOneThatIsWritten() {
    List<String> stored = wire.writtenSchemas();
    assertFalse(
        stored.isEmpty(),
        () ->
            type.getSimpleName()
                + ".v1.avsc is missing beside the type; it is\n"
                + wire.schemaJson());
    assertEquals(
        stored.getLast(),
        wire.schemaJson(),
        () ->
            "the type has changed: add "
                + type.getSimpleName()
                + ".v"
                + (stored.size() + 1)
                + ".avsc beside it, never edit an older one");
  }

  @Test
  void everyOlderSchemaIsStillReadable() {
    Schema reader = new Schema.Parser().parse(wire.schemaJson());
    for (String older : wire.writtenSchemas()) {
      Schema writer = new Schema.Parser().parse(older);
      assertEquals(
          SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE,
          SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType(),
          older);
    }
  }

  @Test
  void bytesOfAnotherKindAreNamed() {
    byte[] bytes = wire.encode(new RandomRecords(1).make(type));
    bytes[5] ^= 1;
    WireException error = assertThrows(WireException.class, () -> wire.decode(bytes));
    assertEquals(
        true,
        String.valueOf(error.getMessage()).contains(type.getSimpleName()),
        error.getMessage());
  }
}
