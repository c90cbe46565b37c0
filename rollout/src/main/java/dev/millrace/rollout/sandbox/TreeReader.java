package dev.millrace.rollout.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Reads a tar that another program made of a tree, whatever it holds: hard links become files of
/// their own; sockets and devices, of which nothing can be kept, are left out.
public final class TreeReader {
  private final List<DeltaEntry> entries = new ArrayList<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final String prefix;
  private final ByteBudget budget;

  private TreeReader(String prefix, ByteBudget budget) {
    this.prefix = prefix;
    this.budget = budget;
  }

  /// @param prefix of the entries' paths: empty, or ending with a slash
  /// @param budget that the files' bytes are taken from, before they are read
  public static List<DeltaEntry> read(InputStream archive, String prefix, ByteBudget budget)
      throws IOException {
    var reader = new TreeReader(prefix, budget);
    // Not closed: the stream is the caller's.
    var tar = new TarArchiveInputStream(archive, StandardCharsets.UTF_8.name());
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      reader.add(entry, tar);
    }
    return reader.entries;
  }

  private void add(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    String name = plain(entry.getName());
    String path = prefix + name;
    int mode = entry.getMode() & 07777;
    // What a decoder puts in place of bytes that are no UTF-8.
    if ((path + entry.getLinkName()).indexOf('\uFFFD') >= 0) {
      throw TreeNames.notUtf8(path);
    }
    if (entry.isSymbolicLink()) {
      entries.add(new DeltaEntry.Link(path, entry.getLinkName()));
    } else if (entry.isLink()) {
      byte[] content = files.get(plain(entry.getLinkName()));
      if (content == null) {
        throw new IOException(path + " is a hard link to what is not in the archive");
      }
      budget.take(content.length, path);
      entries.add(new DeltaEntry.File(path, mode, content));
    } else if (entry.isDirectory()) {
      entries.add(new DeltaEntry.Directory(path, mode, DeltaEntry.Contents.MERGED));
    } else if (entry.isFIFO()) {
      entries.add(new DeltaEntry.Pipe(path, mode));
    } else if (entry.isFile()) {
      budget.take(entry.getRealSize(), path);
      byte[] content = tar.readAllBytes();
      files.put(name, content);
      entries.add(new DeltaEntry.File(path, mode, content));
    }
  }

  private static String plain(String name) {
    int from = name.startsWith("./") ? 2 : name.startsWith("/") ? 1 : 0;
    return name.substring(from, name.endsWith("/") ? name.length() - 1 : name.length());
  }
}
