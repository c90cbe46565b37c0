package dev.millrace.rollout.sandbox.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.network.Decision;
import dev.millrace.rollout.sandbox.network.DecisionListener;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditLogTest {
  private static byte[] sealed(LogFile file, long seed, int size) throws IOException {
    file.log().append(file.opened());
    new RandomEvents(seed).list(size).forEach(file.log()::append);
    file.log().close();
    return file.bytes();
  }

  private static AuditVerdict.Broken broken(AuditTrail trail) {
    return assertInstanceOf(AuditVerdict.Broken.class, trail.verdict());
  }

  @Property(tries = 200, seed = "130")
  void whatIsWrittenIsRead(@ForAll long seed, @ForAll @IntRange(max = 20) int size)
      throws IOException {
    try (LogFile file = new LogFile()) {
      List<AuditEvent> events = new ArrayList<>(List.of(file.opened()));
      events.addAll(new RandomEvents(seed).list(size));
      events.forEach(file.log()::append);
      assertEquals(size + 1, file.log().head().entries());
      file.log().close();
      events.add(new AuditEvent.Sealed(size + 1L));
      AuditTrail trail = AuditTrail.read(file.path());
      assertEquals(events, trail.entries().stream().map(AuditEntry::event).toList());
      assertEquals(new AuditVerdict.Whole(size + 2L, file.log().head().hash()), trail.verdict());
    }
  }

  @Property(tries = 500, seed = "131")
  void anyOtherByteIsFoundInItsEntry(
      @ForAll long seed,
      @ForAll @IntRange(max = 8) int size,
      @ForAll @IntRange(max = 1 << 20) int where,
      @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    try (LogFile file = new LogFile()) {
      byte[] bytes = sealed(file, seed, size);
      AuditHead head = file.log().head();
      int at = where % bytes.length;
      long entry = LogFile.lines(Arrays.copyOf(bytes, at)).size();
      bytes[at] ^= (byte) flip;
      AuditTrail trail = file.with(bytes);
      if (at == bytes.length - 1) {
        assertInstanceOf(AuditVerdict.Unsealed.class, trail.verdict());
      } else {
        assertEquals(entry, broken(trail).index(), trail.toString());
      }
      assertEquals(entry, broken(AuditTrail.read(file.path(), head)).index());
    }
  }

  @Property(tries = 200, seed = "132")
  void entriesTakenOutTwiceThereOrInAnotherOrderAreFound(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int size, @ForAll int which)
      throws IOException {
    try (LogFile file = new LogFile()) {
      List<byte[]> lines = LogFile.lines(sealed(file, seed, size));
      int at = Math.floorMod(which, lines.size() - 1);
      List<byte[]> without = new ArrayList<>(lines);
      without.remove(at);
      assertEquals(at, broken(file.with(LogFile.file(without))).index());
      List<byte[]> twice = new ArrayList<>(lines);
      twice.add(at, lines.get(at));
      assertEquals(at + 1L, broken(file.with(LogFile.file(twice))).index());
      List<byte[]> swapped = new ArrayList<>(lines);
      Collections.swap(swapped, at, at + 1);
      assertEquals(at, broken(file.with(LogFile.file(swapped))).index());
    }
  }

  @Property(tries = 300, seed = "133")
  void aCutEndIsNeverTakenForAWholeLog(
      @ForAll long seed, @ForAll @IntRange(max = 8) int size, @ForAll int where)
      throws IOException {
    try (LogFile file = new LogFile()) {
      byte[] bytes = sealed(file, seed, size);
      int length = Math.floorMod(where, bytes.length);
      AuditTrail trail = file.with(Arrays.copyOf(bytes, length));
      var cut = assertInstanceOf(AuditVerdict.Unsealed.class, trail.verdict());
      List<byte[]> whole = LogFile.lines(Arrays.copyOf(bytes, length));
      assertEquals(whole.size(), cut.entries());
      assertEquals(length - LogFile.file(whole).length, cut.tornBytes());
      var kept = AuditTrail.read(file.path(), file.log().head());
      assertEquals(whole.size(), broken(kept).index());
    }
  }

  @Test
  void aForgedEntryIsFoundByTheHashKeptElsewhere() throws IOException {
    try (LogFile file = new LogFile();
        LogFile other = new LogFile()) {
      file.log().append(file.opened());
      file.log().append(new AuditEvent.FileRead("/secret", List.of()));
      file.log().close();
      other.log().append(file.opened());
      other.log().append(new AuditEvent.FileRead("/harmless", List.of()));
      other.log().close();
      assertInstanceOf(AuditVerdict.Whole.class, AuditTrail.read(other.path()).verdict());
      assertEquals(2, broken(AuditTrail.read(other.path(), file.log().head())).index());
      var stranger = new AuditHead("another", 1, "f");
      assertEquals(0, broken(AuditTrail.read(file.path(), stranger)).index());
    }
  }

  @Test
  void aLogMayGoOnAfterItsHeadWasKept() throws IOException {
    try (LogFile file = new LogFile()) {
      file.log().append(file.opened());
      AuditHead head = file.log().head();
      assertEquals(
          Map.of("audit_log", file.log().id(), "audit_entries", "1", "audit_head", head.hash()),
          head.facts());
      file.log().append(new AuditEvent.ShellOpened());
      assertEquals(
          new AuditVerdict.Unsealed(2, file.log().head().hash(), 0),
          AuditTrail.read(file.path(), head).verdict());
      file.log().close();
      assertInstanceOf(AuditVerdict.Whole.class, AuditTrail.read(file.path(), head).verdict());
    }
  }

  @Test
  void aPartOfAHeadIsNone() {
    Map<String, String> whole = new AuditHead("log", 3, "f").facts();
    assertEquals(Optional.of(new AuditHead("log", 3, "f")), AuditHead.of(whole));
    assertEquals(Optional.empty(), AuditHead.of(Map.of("network", "")));
    for (String missing : whole.keySet()) {
      Map<String, String> part = new TreeMap<>(whole);
      part.remove(missing);
      var thrown = assertThrows(IllegalArgumentException.class, () -> AuditHead.of(part));
      assertTrue(thrown.toString().contains(missing), thrown.toString());
    }
  }

  @Test
  void nothingFollowsTheSealAndNoLogIsWrittenTwice() throws IOException {
    try (LogFile file = new LogFile()) {
      file.log().append(file.opened());
      file.log().close();
      file.log().close();
      byte[] bytes = file.bytes();
      assertThrows(FailureException.class, () -> file.log().append(new AuditEvent.ShellOpened()));
      assertEquals(bytes.length, file.bytes().length);
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertEquals(2, broken(file.with(longer)).index());
      var thrown = assertThrows(FailureException.class, file.again()::start);
      String detail = thrown.failure().detail();
      assertTrue(detail.contains("is there already"), detail);
    }
  }

  @Test
  void decisionsOfAProxyAreEntries() throws IOException {
    try (LogFile file = new LogFile()) {
      file.log().append(file.opened());
      DecisionListener listener = new Decisions(file.log(), file.again());
      listener.decided(new Decision("a.example", 443, Decision.Verdict.ENDED, "", 7, 11));
      assertEquals(
          new AuditEvent.Network("a.example", 443, "ENDED", "", 7, 11),
          AuditTrail.read(file.path()).entries().getLast().event());
    }
  }

  private static final String OTHER_READER =
      """
      import hashlib, json, sys
      previous, count = "0" * 64, 0
      for line in open(sys.argv[1], "rb"):
          body = line[len(b'{"entry":'):-len(b',"hash":"') - 64 - len(b'"}\\n')]
          hash = hashlib.sha256(previous.encode() + body).hexdigest()
          whole = json.loads(line)
          assert whole["hash"] == hash and whole["entry"]["index"] == count, count
          previous, count = hash, count + 1
      assert whole["entry"]["event"] == {"kind": "Sealed", "entries": count - 1}
      print(count, previous)
      """;

  @Test
  void anotherReaderFindsTheSameChain(@TempDir Path directory) throws Exception {
    assumeTrue(
        Host.local().program("python3").isPresent(), "no python3: no other reader checks logs");
    try (LogFile file = new LogFile()) {
      sealed(file, 42, 100);
      Path script = Files.writeString(directory.resolve("check.py"), OTHER_READER);
      var ran = Host.local().run(List.of("python3", script.toString(), file.path().toString()));
      assertEquals("102 " + file.log().head().hash(), ran.output());
    }
  }
}
