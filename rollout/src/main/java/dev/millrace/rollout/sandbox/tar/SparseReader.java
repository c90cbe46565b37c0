package dev.millrace.rollout.sandbox.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the map of a file with holes: in its header, in its records, or before its content.
final class SparseReader {
  private static final int HEADER_PIECES = 4;
  private static final int BLOCK_PIECES = 21;
  private static final int PIECE = 24;
  private static final int MOST_PIECES = 1 << 17;

  private final Blocks blocks;

  SparseReader(Blocks blocks) {
    this.blocks = blocks;
  }

  /// The map in the old GNU header and the blocks after it.
  SparseMap old(TarHeader header) throws IOException {
    List<Long> numbers = new ArrayList<>();
    pieces(header, 386, HEADER_PIECES, numbers);
    long size = header.number(483, 12);
    boolean more = header.flag(482);
    while (more) {
      var block = TarHeader.following(blocks.next(), blocks.position());
      pieces(block, 0, BLOCK_PIECES, numbers);
      more = block.flag(504);
    }
    return SparseMap.of(numbers, size, header.size());
  }

  /// The map that the records announce, if they do.
  ///
  /// @param storedBytes what follows in the archive; where the map does, that is part of it
  @Nullable SparseMap announced(PaxRecords records, long storedBytes) throws IOException {
    Long major = records.number("GNU.sparse.major");
    if (major != null && major == 1) {
      Long size = records.number("GNU.sparse.realsize");
      return size == null ? null : before(size, storedBytes);
    }
    TarText map = records.text(PaxRecords.MAP);
    Long size = records.number("GNU.sparse.size");
    return map == null || size == null ? null : SparseMap.of(list(map), size, storedBytes);
  }

  /// Lines with a count and so many pairs, filled up to whole blocks.
  private SparseMap before(long size, long storedBytes) throws IOException {
    long start = blocks.position();
    var line = new ByteArrayOutputStream();
    List<Long> numbers = new ArrayList<>();
    long wanted = 1;
    while (numbers.size() < wanted) {
      for (byte b : blocks.next()) {
        if (b != '\n') {
          line.write(b);
          bounded(line.size());
        } else if (numbers.size() < wanted) {
          numbers.add(decimal(line.toByteArray()));
          line.reset();
          wanted = 1 + 2 * bounded(numbers.getFirst());
        }
      }
    }
    long map = blocks.position() - start;
    return SparseMap.of(numbers.subList(1, numbers.size()), size, storedBytes - map);
  }

  private static List<Long> list(TarText map) throws MalformedTarException {
    List<Long> numbers = new ArrayList<>();
    for (String number : map.text().split(",", -1)) {
      numbers.add(decimal(number.getBytes(StandardCharsets.UTF_8)));
    }
    return numbers;
  }

  private static void pieces(TarHeader header, int from, int count, List<Long> numbers)
      throws MalformedTarException {
    for (int at = from; at < from + count * PIECE; at += PIECE) {
      long length = header.number(at + 12, 12);
      if (length > 0) {
        numbers.add(header.number(at, 12));
        numbers.add(length);
      }
    }
    bounded(numbers.size() / 2);
  }

  private static long bounded(long pieces) throws MalformedTarException {
    if (pieces > MOST_PIECES) {
      throw new MalformedTarException("a sparse file has more than " + MOST_PIECES + " pieces");
    }
    return pieces;
  }

  private static long decimal(byte[] text) throws MalformedTarException {
    return PaxRecords.decimal(text, 0, text.length);
  }
}
