package dev.millrace.rollout.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bytes written before branches, turns and calls said how they came about.
class OlderBytesTest {
  private static final int HEADER = 10;
  private static final Wire<Trajectory> WIRE = Wire.of(Trajectory.class);

  @Test
  void whatAnOlderRecordDoesNotSayHasItsDefault() throws IOException {
    Trajectory now = withBranchesAndCalls();
    Trajectory read = WIRE.decode(asVersion(WIRE, 1, WIRE.encode(now)));
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
      if (!made.branches().isEmpty()
          && !made.events().modelCalls().isEmpty()
          && made.branches().stream().noneMatch(OlderBytesTest::isNewer)) {
        return made;
      }
    }
  }

  /// Whether a branch was started for what there was no name for then.
  private static boolean isNewer(Branch branch) {
    return branch.origin().cause() == BranchCause.NEXT_STEP;
  }

  @Test
  void trajectoriesFromBeforeThereWereStepsHaveNone() throws IOException {
    Trajectory now = withBranchesAndCalls();
    Trajectory read = WIRE.decode(asVersion(WIRE, 3, WIRE.encode(now)));
    assertEquals(List.of(), read.end().steps());
    assertEquals(now.end().workspace(), read.end().workspace());
    assertEquals(now.branches(), read.branches());
  }

  @Test
  void scoresFromBeforeGainsHaveNone() throws IOException {
    Wire<ScoredTrajectory> wire = Wire.of(ScoredTrajectory.class);
    Score.Potential potential = new Score.Potential(3, 40, 0.5, 0.25);
    Score score = new Score(Map.of("a", 1.0), 1, "d", List.of(), List.of(potential), List.of());
    ScoredTrajectory now =
        new ScoredTrajectory(withBranchesAndCalls(), new Judgement.Scored(score));
    assertEquals(now, wire.decode(wire.encode(now)));
    Judgement read = wire.decode(asVersion(wire, 2, wire.encode(now))).judgement();
    assertEquals(
        List.of(new Score.Potential(3, 40, 0.5)), ((Judgement.Scored) read).score().progress());
  }

  @ParameterizedTest
  @EnumSource(Outcome.Limit.class)
  void everyLimitIsReadAsItWasWritten(Outcome.Limit limit) throws IOException {
    Trajectory made = withBranchesAndCalls();
    Trajectory now =
        new Trajectory(
            made.episode(),
            made.tools(),
            made.messages(),
            made.events(),
            made.branches(),
            new Outcome.Truncated(limit),
            made.end(),
            made.provenance());
    assertEquals(now, WIRE.decode(WIRE.encode(now)));
    if (limit != Outcome.Limit.LOOP && limit != Outcome.Limit.STALL) {
      Trajectory read = WIRE.decode(asVersion(WIRE, 2, WIRE.encode(now)));
      assertEquals(now.outcome(), read.outcome());
    }
  }

  private static byte[] asVersion(Wire<?> wire, int version, byte[] bytes) throws IOException {
    Schema written = new Schema.Parser().parse(wire.schemaJson());
    Schema first = new Schema.Parser().parse(wire.writtenSchemas().get(version - 1));
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
