package dev.millrace.rollout.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/// Bytes written before branches, turns and calls said how they came about.
class OlderBytesTest {
  private static final int HEADER = 10;
  private static final Wire<Trajectory> WIRE = Wire.of(Trajectory.class);

  @Test
  void whatAnOlderRecordDoesNotSayHasItsDefault() throws IOException {
    Trajectory now = withBranchesAndCalls();
    Trajectory read = WIRE.decode(asFirstVersion(WIRE.encode(now)));
    assertEquals(now.branches().size(), read.branches().size());
    for (int i = 0; i < read.branches().size(); i++) {
      Branch branch = read.branches().get(i);
      assertEquals(now.branches().get(i).id(), branch.id());
      assertEquals(now.branches().get(i).tokens(), branch.tokens());
      assertEquals(BranchOrigin.FIRST, branch.origin());
      branch.turns().forEach(turn -> assertNull(turn.thinking()));
    }
    assertFalse(read.events().modelCalls().isEmpty());
    read.events().modelCalls().forEach(call -> assertNull(call.sampling()));
    assertEquals(now.messages(), read.messages());
  }

  private static Trajectory withBranchesAndCalls() {
    for (long seed = 0; ; seed++) {
      Trajectory made = new RandomRecords(seed).make(Trajectory.class);
      if (!made.branches().isEmpty() && !made.events().modelCalls().isEmpty()) {
        return made;
      }
    }
  }

  private static byte[] asFirstVersion(byte[] bytes) throws IOException {
    Schema written = new Schema.Parser().parse(WIRE.schemaJson());
    Schema first = new Schema.Parser().parse(WIRE.writtenSchemas().getFirst());
    Object datum =
        new GenericDatumReader<>(written, first)
            .read(
                null,
                DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, 2);
    long fingerprint = SchemaNormalization.parsingFingerprint64(first);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(fingerprint)
            .array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(first).write(datum, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
