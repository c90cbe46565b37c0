package dev.millrace.rollout.sandbox;

import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes entries so that nothing but path, kind, mode and content shows in the bytes.
final class EntryWriter {
  private static final byte[] NOTHING = {};

  private final TarArchiveOutputStream tar;
  private final long timeSeconds;

  EntryWriter(TarArchiveOutputStream tar, long timeSeconds) {
    this.tar = tar;
    this.timeSeconds = timeSeconds;
  }

  void write(DeltaEntry entry) throws IOException {
    switch (entry) {
      case DeltaEntry.Directory(String path, int mode, var contents) -> {
        put(new TarArchiveEntry(plain(path) + "/", TarConstants.LF_DIR), mode, NOTHING);
        if (contents == DeltaEntry.Contents.REPLACED) {
          put(new TarArchiveEntry(path + "/" + DeltaArchive.REPLACED, true), 0, NOTHING);
        }
      }
      case DeltaEntry.File(String path, int mode, byte[] content) ->
          put(new TarArchiveEntry(plain(path), true), mode, content);
      case DeltaEntry.Link(String path, String target) -> {
        var link = new TarArchiveEntry(plain(path), TarConstants.LF_SYMLINK, true);
        link.setLinkName(target);
        put(link, 0777, NOTHING);
      }
      case DeltaEntry.Pipe(String path, int mode) ->
          put(new TarArchiveEntry(plain(path), TarConstants.LF_FIFO, true), mode, NOTHING);
      case DeltaEntry.Deleted(String path) -> {
        int name = path.lastIndexOf('/') + 1;
        String marker = path.substring(0, name) + DeltaArchive.DELETED + path.substring(name);
        put(new TarArchiveEntry(marker, true), 0, NOTHING);
      }
    }
  }

  /// The path of what is there, whose name is no mark even where it looks like one.
  private static String plain(String path) {
    int name = path.lastIndexOf('/') + 1;
    boolean looksLikeMark = path.startsWith(DeltaArchive.DELETED, name);
    return looksLikeMark
        ? path.substring(0, name) + DeltaArchive.PLAIN + path.substring(name)
        : path;
  }

  private void put(TarArchiveEntry entry, int mode, byte[] content) throws IOException {
    entry.setMode(mode);
    entry.setModTime(timeSeconds * 1000);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
