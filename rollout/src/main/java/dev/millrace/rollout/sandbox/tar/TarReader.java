package dev.millrace.rollout.sandbox.tar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads an archive from front to back: ustar, GNU and PAX headers, long names, sparse files. For
/// one thread. The stream stays the caller's, and is read no further than the end marker.
public final class TarReader {
  private static final int LONGEST_HEADER = 1 << 20;

  private final Blocks blocks;
  private final SparseReader sparse;
  private Content content;
  private boolean isMarked;

  public TarReader(InputStream in) {
    this.blocks = new Blocks(in);
    this.sparse = new SparseReader(blocks);
    this.content = new Content(blocks, 0, null);
  }

  /// The next member; what is left of the content of the one before is skipped.
  ///
  /// @return null at the end
  /// @throws MalformedTarException when this is no tar archive, or not all of one
  public @Nullable TarEntry next() throws IOException {
    content.skip();
    var headers = new Headers();
    while (true) {
      byte[] block = blocks.nextOrEnd();
      if (block == null || TarHeader.isZero(block)) {
        isMarked = block != null;
        headers.requireNone();
        return null;
      }
      var header = TarHeader.checked(block, blocks.position() - TarHeader.BLOCK);
      switch (header.type()) {
        case 'x', 'X' -> headers.records = PaxRecords.parse(data(header));
        case 'g' -> data(header);
        case 'L' -> headers.name = longName(header);
        case 'K' -> headers.link = longName(header);
        default -> {
          return entry(header, headers);
        }
      }
    }
  }

  /// Of the file that [#next()] gave last, with its holes filled; empty for other members.
  public InputStream content() {
    return content;
  }

  /// How many bytes of the archive have been read: after [#next()], where a file's content starts.
  public long position() {
    return blocks.position();
  }

  /// Whether the archive had its end marker. One that was cut between two members has none.
  public boolean isMarked() {
    return isMarked;
  }

  private TarEntry entry(TarHeader header, Headers headers) throws IOException {
    char type = header.type();
    TarText name = headers.name(header);
    TarText link = type == '1' || type == '2' ? headers.link(header) : TarText.EMPTY;
    var attributes = new TarEntry.Attributes(header.mode(), headers.modified(header));
    boolean isFile = type == '0' || type == 0 || type == '7' || type == 'S';
    if (isFile && !name.text().endsWith("/")) {
      content = contentOf(header, headers);
    } else {
      content = new Content(blocks, type == 'D' ? headers.size(header) : 0, null);
    }
    if (!name.isExact() || !link.isExact()) {
      return new TarEntry.Unnameable(name.text());
    }
    return switch (type) {
      case '0', 0, '7', 'S' ->
          name.text().endsWith("/")
              ? new TarEntry.Directory(name.text(), attributes)
              : new TarEntry.File(name.text(), attributes, content.size());
      case '1' -> new TarEntry.HardLink(name.text(), link.text());
      case '2' -> new TarEntry.SymbolicLink(name.text(), attributes, link.text());
      case '3', '4' -> new TarEntry.Device(name.text());
      case '5', 'D' -> new TarEntry.Directory(name.text(), attributes);
      case '6' -> new TarEntry.Pipe(name.text(), attributes);
      default -> throw header.malformed("has the unknown type '" + type + "'");
    };
  }

  private Content contentOf(TarHeader header, Headers headers) throws IOException {
    if (header.type() == 'S') {
      return new Content(blocks, header.size(), sparse.old(header));
    }
    long size = headers.size(header);
    long start = blocks.position();
    SparseMap map = headers.records == null ? null : sparse.announced(headers.records, size);
    return new Content(blocks, size - (blocks.position() - start), map);
  }

  private byte[] data(TarHeader header) throws IOException {
    long size = header.size();
    if (size > LONGEST_HEADER) {
      throw header.malformed("announces " + size + " bytes of names, at most " + LONGEST_HEADER);
    }
    byte[] data = blocks.bytes((int) size);
    blocks.skip(Content.padding(size));
    return data;
  }

  private TarText longName(TarHeader header) throws IOException {
    byte[] data = data(header);
    int end = data.length;
    while (end > 0 && data[end - 1] == 0) {
      end--;
    }
    return TarText.of(Arrays.copyOf(data, end));
  }

  /// What the headers before a member's own say about it.
  private static final class Headers {
    @Nullable PaxRecords records;
    @Nullable TarText name;
    @Nullable TarText link;

    TarText name(TarHeader header) {
      TarText sparse = records == null ? null : records.text("GNU.sparse.name");
      return sparse == null ? first("path", name, header.name()) : sparse;
    }

    TarText link(TarHeader header) {
      return first("linkpath", link, header.link());
    }

    private TarText first(String key, @Nullable TarText gnu, TarText plain) {
      TarText record = records == null ? null : records.text(key);
      return record != null ? record : gnu != null ? gnu : plain;
    }

    long size(TarHeader header) throws MalformedTarException {
      Long size = records == null ? null : records.number("size");
      return size == null ? header.size() : size;
    }

    FileTime modified(TarHeader header) throws MalformedTarException {
      FileTime time = records == null ? null : records.time("mtime");
      return time == null ? FileTime.from(header.modifiedSeconds(), TimeUnit.SECONDS) : time;
    }

    void requireNone() throws MalformedTarException {
      if (records != null || name != null || link != null) {
        throw new MalformedTarException("the tar archive ends after headers without their member");
      }
    }
  }
}
