package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class DeltaArchiveTest {
  private static final long MAX = 1 << 20;

  @Property(tries = 200, seed = "41")
  void everyDeltaDecodesToItself(@ForAll("deltas") List<DeltaEntry> entries) {
    assertEquals(text(entries), text(DeltaArchive.decode(DeltaArchive.encode(entries, MAX))));
  }

  @Property(tries = 50, seed = "42")
  void theOrderOfTheEntriesDoesNotMatter(
      @ForAll("deltas") List<DeltaEntry> entries, @ForAll Random random) {
    List<DeltaEntry> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random);
    assertEquals(DeltaArchive.encode(entries, MAX), DeltaArchive.encode(shuffled, MAX));
  }

  @Property(tries = 300, seed = "43")
  void brokenArchivesAreATypedFailure(
      @ForAll("deltas") List<DeltaEntry> entries, @ForAll Random random) {
    byte[] archive = archive(DeltaArchive.encode(entries, MAX));
    for (int i = 0; i < 5; i++) {
      archive[random.nextInt(archive.length)] = (byte) random.nextInt();
    }
    try {
      var _ = DeltaArchive.decode(delta(archive));
    } catch (FailureException e) {
      assertTrue(e.failure() instanceof Failure.Sandbox);
    }
  }

  @Test
  void hostilePathsAreRefused() {
    for (String path : List.of("../x", "a/../../x", "/etc/passwd", "a//b", "./a")) {
      refused(List.of(new DeltaEntry.File(path, 0644, new byte[1])));
    }
  }

  @Test
  void nothingIsUnpackedThroughALink() {
    refused(
        List.of(
            new DeltaEntry.Link("a", "/etc"), new DeltaEntry.File("a/passwd", 0644, new byte[1])));
  }

  @Test
  void aNameThatLooksLikeAMarkIsNone() {
    List<DeltaEntry> entries =
        List.of(
            new DeltaEntry.Link(".wh..wh..opq", "a"),
            new DeltaEntry.Deleted("a/.wh.gone"),
            new DeltaEntry.Directory("a/.wh.there", 0755, DeltaEntry.Contents.REPLACED),
            new DeltaEntry.Pipe("a/.wh.there/.wh.", 0644));
    assertEquals(entries, DeltaArchive.decode(DeltaArchive.encode(entries, MAX)));
  }

  @Test
  void aPathStandsOnce() {
    var file = new DeltaEntry.File("a", 0644, new byte[1]);
    refused(List.of(file, file));
  }

  @Test
  void anArchiveThatIsNotTheDigestsIsRefused() {
    var delta = DeltaArchive.encode(List.of(), MAX);
    byte[] archive = archive(delta);
    var other = new WorkspaceDelta("0".repeat(64), archive.length, archive);
    assertThrows(FailureException.class, () -> DeltaArchive.decode(other));
    var absent = new WorkspaceDelta(delta.digest(), archive.length, null);
    assertThrows(FailureException.class, () -> DeltaArchive.decode(absent));
  }

  @Test
  void theArchiveIsAnImageLayer() {
    var delta =
        DeltaArchive.encode(
            List.of(
                new DeltaEntry.Directory("d", 0755, DeltaEntry.Contents.REPLACED),
                new DeltaEntry.Deleted("d2/gone")),
            MAX);
    String tar = new String(archive(delta), StandardCharsets.ISO_8859_1);
    assertTrue(tar.contains("d/.wh..wh..opq\0") && tar.contains("d2/.wh.gone\0"));
  }

  @Test
  void anArchiveLargerThanAllowedIsAFailure() {
    var file = new DeltaEntry.File("a", 0644, new byte[5000]);
    assertThrows(FailureException.class, () -> DeltaArchive.encode(List.of(file), 4999));
  }

  @Test
  void aTreeHasNoDeletions() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DeltaArchive.tree(List.of(new DeltaEntry.Deleted("a"))));
    var directory = new DeltaEntry.Directory("d", 0755, DeltaEntry.Contents.REPLACED);
    var merged = new DeltaEntry.Directory("d", 0755, DeltaEntry.Contents.MERGED);
    assertArrayEquals(DeltaArchive.tree(List.of(merged)), DeltaArchive.tree(List.of(directory)));
  }

  private static void refused(List<DeltaEntry> entries) {
    var delta = DeltaArchive.encode(entries, MAX);
    var thrown = assertThrows(FailureException.class, () -> DeltaArchive.decode(delta));
    assertTrue(thrown.failure() instanceof Failure.Sandbox, thrown.toString());
  }

  private static byte[] archive(WorkspaceDelta delta) {
    return Objects.requireNonNull(delta.archive());
  }

  private static WorkspaceDelta delta(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return new WorkspaceDelta(HexFormat.of().formatHex(digest), archive.length, archive);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// Records compare arrays by identity, so entries are compared as text.
  private static List<String> text(List<DeltaEntry> entries) {
    return entries.stream()
        .map(
            entry ->
                entry instanceof DeltaEntry.File(String path, int mode, byte[] content)
                    ? "File " + path + " " + mode + " " + HexFormat.of().formatHex(content)
                    : entry.toString())
        .sorted()
        .toList();
  }

  @Provide
  static Arbitrary<List<DeltaEntry>> deltas() {
    Arbitrary<String> name =
        Arbitraries.strings()
            .withChars("ab é-\n'\"*漢")
            .ofMinLength(1)
            .ofMaxLength(60)
            .filter(s -> !s.startsWith(".wh."));
    Arbitrary<String> path = name.list().ofMinSize(1).ofMaxSize(4).map(p -> String.join("/", p));
    Arbitrary<byte[]> content = Arbitraries.bytes().array(byte[].class).ofMaxSize(600);
    Arbitrary<Integer> mode = Arbitraries.integers().between(0, 07777);
    Arbitrary<DeltaEntry> entry =
        Arbitraries.oneOf(
            Combinators.combine(path, mode, content).as(DeltaEntry.File::new),
            Combinators.combine(path, mode, Arbitraries.of(DeltaEntry.Contents.class))
                .as(DeltaEntry.Directory::new),
            Combinators.combine(path, path).as(DeltaEntry.Link::new),
            Combinators.combine(path, mode).as(DeltaEntry.Pipe::new),
            path.map(DeltaEntry.Deleted::new));
    return entry.list().ofMaxSize(12).map(DeltaArchiveTest::consistent);
  }

  /// Drops what a tree cannot hold at once: a path twice, or anything below what is no directory.
  private static List<DeltaEntry> consistent(List<DeltaEntry> entries) {
    var byPath = new TreeMap<String, DeltaEntry>();
    entries.forEach(e -> byPath.put(e.path(), e));
    List<DeltaEntry> kept = new ArrayList<>();
    for (DeltaEntry entry : byPath.values()) {
      if (kept.stream()
          .noneMatch(
              k ->
                  !(k instanceof DeltaEntry.Directory)
                      && entry.path().startsWith(k.path() + "/"))) {
        kept.add(entry);
      }
    }
    return kept;
  }
}
