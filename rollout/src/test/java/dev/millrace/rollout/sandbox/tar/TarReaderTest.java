package dev.millrace.rollout.sandbox.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarReaderTest {
  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

  @TempDir Path directory;

  private static List<TarEntry> read(byte[] archive) throws IOException {
    var tar = new TarReader(new ByteArrayInputStream(archive));
    List<TarEntry> entries = new ArrayList<>();
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      entries.add(entry);
    }
    return entries;
  }

  private byte[] tar(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("tar", "-c", "-C", directory.toString()));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(false).start();
    byte[] archive = process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    return archive;
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar", "gnu", "posix"})
  void whatTarWritesIsRead(String format) throws Exception {
    Files.createDirectory(directory.resolve("d"));
    Files.writeString(directory.resolve("d/file"), "content");
    Files.setAttribute(directory.resolve("d/file"), "unix:mode", 04751);
    Files.createLink(directory.resolve("d/hard"), directory.resolve("d/file"));
    Files.createSymbolicLink(directory.resolve("d/soft"), Path.of("../x"));
    for (String name : List.of("file", "soft", "")) {
      var view =
          Files.getFileAttributeView(
              directory.resolve("d").resolve(name),
              java.nio.file.attribute.BasicFileAttributeView.class,
              java.nio.file.LinkOption.NOFOLLOW_LINKS);
      view.setTimes(FileTime.from(TIME), null, null);
    }
    Files.setAttribute(directory.resolve("d"), "unix:mode", 0750);
    var file = new TarEntry.Attributes(04751, FileTime.from(TIME));
    assertEquals(
        List.of(
            new TarEntry.Directory("d/", new TarEntry.Attributes(0750, FileTime.from(TIME))),
            new TarEntry.File("d/file", file, 7),
            new TarEntry.HardLink("d/hard", "d/file"),
            new TarEntry.SymbolicLink(
                "d/soft", new TarEntry.Attributes(0777, FileTime.from(TIME)), "../x")),
        read(tar("--sort=name", "--format=" + format, "d")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1",
        "--format=posix --sparse-version=1.0"
      })
  void holesAreFilled(String options) throws Exception {
    var random = new Random(5);
    byte[] content = new byte[3_000_001];
    try (var file = new java.io.RandomAccessFile(directory.resolve("holes").toFile(), "rw")) {
      file.setLength(content.length);
      for (int i = 0; i < 40; i++) {
        byte[] piece = new byte[1 + random.nextInt(300)];
        random.nextBytes(piece);
        int at = 8192 + i * 65_536;
        file.seek(at);
        file.write(piece);
        System.arraycopy(piece, 0, content, at, piece.length);
      }
    }
    Files.writeString(directory.resolve("after"), "after");
    List<String> arguments = new ArrayList<>(List.of(options.split(" ", -1)));
    arguments.addAll(List.of("--sparse", "holes", "after"));
    byte[] archive = tar(arguments.toArray(new String[0]));
    assertTrue(archive.length < 1_000_000, "tar found no holes");
    var tar = new TarReader(new ByteArrayInputStream(archive));
    assertTrue(
        tar.next() instanceof TarEntry.File(String name, _, long size)
            && name.equals("holes")
            && size == content.length);
    byte[] read = new byte[content.length + 1];
    Arrays.fill(read, (byte) 1);
    assertEquals(content.length, tar.content().readNBytes(read, 0, read.length));
    assertArrayEquals(content, Arrays.copyOf(read, content.length));
    assertTrue(tar.next() instanceof TarEntry.File(String name, _, _) && name.equals("after"));
    assertEquals("after", new String(tar.content().readAllBytes(), StandardCharsets.UTF_8));
    assertNull(tar.next());
    assertTrue(tar.isMarked());
  }

  @Test
  void longAndForeignNamesAndFractionsOfSecondsAreKept() throws Exception {
    String name = "é/" + "n".repeat(180) + "/" + "m".repeat(180);
    FileTime time = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_700));
    for (int mode :
        new int[] {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX}) {
      var bytes = new ByteArrayOutputStream();
      try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
        tar.setLongFileMode(mode);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
        link.setLinkName(name + "x");
        link.setMode(0777);
        link.setLastModifiedTime(time);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      assertEquals(
          List.of(new TarEntry.SymbolicLink(name, new TarEntry.Attributes(0777, time), name + "x")),
          read(bytes.toByteArray()));
    }
  }

  @Test
  void aNameThatIsNotUtf8IsSaidToBe() throws Exception {
    byte[] archive = archive("caf_", "x");
    archive[3] = (byte) 0xe9;
    fixChecksum(archive);
    assertEquals(List.of(new TarEntry.Unnameable("caf\ufffd")), read(archive));
  }

  @Test
  void whatIsLeftOfAContentIsSkipped() throws Exception {
    var tar = new TarReader(new ByteArrayInputStream(archive("a", "x".repeat(700))));
    assertTrue(tar.next() instanceof TarEntry.File);
    assertEquals(512, tar.position());
    assertEquals(3, tar.content().readNBytes(3).length);
    assertNull(tar.next());
    assertNull(tar.next());
  }

  @Test
  void everyCutIsFoundButThatBetweenMembers() throws Exception {
    byte[] archive = archive("a", "x".repeat(700));
    int members = 512 + 1024;
    for (int length = 1; length < members; length += 37) {
      byte[] cut = Arrays.copyOf(archive, length);
      assertThrows(MalformedTarException.class, () -> read(cut), "at " + length);
    }
    var tar = new TarReader(new ByteArrayInputStream(Arrays.copyOf(archive, members)));
    assertTrue(tar.next() instanceof TarEntry.File);
    assertNull(tar.next());
    assertFalse(tar.isMarked());
  }

  @Test
  void headersThatClaimMuchTakeNoMemory() {
    for (char type : new char[] {'x', 'L', 'K', 'g'}) {
      byte[] archive = archive("a", "x");
      archive[156] = (byte) type;
      System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, archive, 124, 11);
      fixChecksum(archive);
      var thrown = assertThrows(MalformedTarException.class, () -> read(archive));
      assertTrue(String.valueOf(thrown.getMessage()).contains("bytes of names"));
    }
  }

  /// A short text may stand for a number of a billion digits.
  @Test
  void timesHaveNoExponents() {
    byte[] archive = archive("a", "22 mtime=1e999999999.0\n");
    archive[156] = 'x';
    fixChecksum(archive);
    assertThrows(MalformedTarException.class, () -> read(archive));
  }

  @Property(tries = 2000, seed = "99")
  void noiseIsReadOrRefused(@ForAll Random random) throws Exception {
    byte[] archive = NOISY.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(archive.length);
      archive[at] = (byte) random.nextInt();
      if (random.nextBoolean()) {
        fixChecksum(archive, at & -512);
      }
    }
    try {
      var tar = new TarReader(new ByteArrayInputStream(archive));
      while (tar.next() != null) {
        tar.content().readNBytes(1 << 16);
      }
    } catch (MalformedTarException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static final byte[] NOISY = noisy();

  private static byte[] noisy() {
    try {
      var bytes = new ByteArrayOutputStream();
      try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (String name : List.of("a", "b".repeat(150))) {
          var entry = new TarArchiveEntry(name);
          entry.setSize(600);
          entry.setModTime(FileTime.from(Instant.ofEpochSecond(5, 5)));
          tar.putArchiveEntry(entry);
          tar.write(new byte[600]);
          tar.closeArchiveEntry();
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] archive(String name, String content) {
    try {
      var bytes = new ByteArrayOutputStream();
      try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void fixChecksum(byte[] archive) {
    fixChecksum(archive, 0);
  }

  private static void fixChecksum(byte[] archive, int block) {
    Arrays.fill(archive, block + 148, block + 156, (byte) ' ');
    long sum = 0;
    for (int i = block; i < block + 512; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, archive, block + 148, text.length);
  }
}
