package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.sandbox.tar.TarEntry;
import dev.millrace.rollout.sandbox.tar.TarReader;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/// The archive of a [WorkspaceDelta]. Equal entries give equal bytes, whatever their order.
public final class DeltaArchive {
  static final String DELETED = ".wh.";
  static final String REPLACED = ".wh..wh..opq";

  /// Before a name that is not to be read as a mark.
  static final String PLAIN = "./";

  // Not 0: programs such as zip refuse times before 1980.
  private static final long TREE_TIME_SECONDS = 1_577_836_800;

  private DeltaArchive() {}

  /// @param maxBytes a larger archive is a `Failure.Sandbox`
  public static WorkspaceDelta encode(List<DeltaEntry> entries, long maxBytes) {
    byte[] archive = write(sorted(entries), 0, maxBytes);
    return new WorkspaceDelta(sha256(archive), archive.length, archive);
  }

  /// What a delta holds, sorted by path.
  ///
  /// @throws FailureException with `Failure.Sandbox` when the archive is absent, is not the one
  ///     that the digest names, is malformed, or holds a path that would leave the tree
  public static List<DeltaEntry> decode(WorkspaceDelta delta) {
    byte[] archive = delta.archive();
    if (archive == null) {
      throw failure(delta, "has no archive: fetch it by its digest first", null);
    }
    String actual = sha256(archive);
    if (!actual.equals(delta.digest())) {
      throw failure(delta, "holds an archive with digest " + actual, null);
    }
    try {
      List<DeltaEntry> entries = read(archive);
      EntryPaths.check(entries);
      return sorted(entries);
    } catch (IOException | IllegalArgumentException e) {
      throw failure(delta, "cannot be unpacked: " + e.getMessage(), e);
    }
  }

  /// A plain tar of a tree, for `tar -x`. Deletions cannot stand in one.
  public static byte[] tree(List<DeltaEntry> entries) {
    List<DeltaEntry> plain = entries.stream().map(DeltaArchive::withoutMarker).toList();
    return write(sorted(plain), TREE_TIME_SECONDS, Long.MAX_VALUE);
  }

  private static DeltaEntry withoutMarker(DeltaEntry entry) {
    return switch (entry) {
      case DeltaEntry.Directory(String path, int mode, _) ->
          new DeltaEntry.Directory(path, mode, DeltaEntry.Contents.MERGED);
      case DeltaEntry.Deleted(String path) ->
          throw new IllegalArgumentException("a deletion in a tree: " + path);
      default -> entry;
    };
  }

  private static List<DeltaEntry> sorted(List<DeltaEntry> entries) {
    return entries.stream().sorted(Comparator.comparing(DeltaEntry::path)).toList();
  }

  private static byte[] write(List<DeltaEntry> entries, long timeSeconds, long maxBytes) {
    var bytes = new BoundedBytes(maxBytes);
    try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      var writer = new EntryWriter(tar, timeSeconds);
      for (DeltaEntry entry : entries) {
        writer.write(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<DeltaEntry> read(byte[] archive) throws IOException {
    List<DeltaEntry> entries = new ArrayList<>();
    var tar = new TarReader(new ByteArrayInputStream(archive));
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      String path = entry.name();
      path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      int name = path.lastIndexOf('/') + 1;
      int before = name - PLAIN.length();
      if (path.startsWith(PLAIN + DELETED, before)
          && (before == 0 || path.charAt(before - 1) == '/')) {
        String named = path.substring(0, before) + path.substring(name);
        entries.add(entry(named, entry, tar, archive.length));
      } else if (path.substring(name).equals(REPLACED)) {
        replace(entries, path.substring(0, name));
      } else if (path.startsWith(DELETED, name)) {
        String deleted = path.substring(name + DELETED.length());
        entries.add(new DeltaEntry.Deleted(path.substring(0, name) + deleted));
      } else {
        entries.add(entry(path, entry, tar, archive.length));
      }
    }
    return entries;
  }

  private static DeltaEntry entry(String path, TarEntry entry, TarReader tar, int mostBytes)
      throws IOException {
    return switch (entry) {
      case TarEntry.File(_, var attributes, long size) when size <= mostBytes ->
          new DeltaEntry.File(path, attributes.mode(), tar.content().readAllBytes());
      case TarEntry.Directory(_, var attributes) ->
          new DeltaEntry.Directory(path, attributes.mode(), DeltaEntry.Contents.MERGED);
      case TarEntry.SymbolicLink(_, _, String target) -> new DeltaEntry.Link(path, target);
      case TarEntry.Pipe(_, var attributes) -> new DeltaEntry.Pipe(path, attributes.mode());
      case TarEntry.File _, TarEntry.HardLink _, TarEntry.Device _, TarEntry.Unnameable _ ->
          throw new IOException("neither whole file, directory, symbolic link nor pipe: " + path);
    };
  }

  private static void replace(List<DeltaEntry> entries, String parent) throws IOException {
    if (!entries.isEmpty()
        && entries.getLast() instanceof DeltaEntry.Directory(String path, int mode, _)
        && (path + "/").equals(parent)) {
      entries.removeLast();
      entries.add(new DeltaEntry.Directory(path, mode, DeltaEntry.Contents.REPLACED));
      return;
    }
    throw new IOException("a replaced directory without its entry before: " + parent);
  }

  private static FailureException failure(
      WorkspaceDelta delta, String what, @Nullable Exception cause) {
    var failure = new Failure.Sandbox("workspace delta " + delta.digest() + " " + what);
    return cause == null ? new FailureException(failure) : new FailureException(failure, cause);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
