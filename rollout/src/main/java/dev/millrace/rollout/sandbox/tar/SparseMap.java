package dev.millrace.rollout.sandbox.tar;

import java.util.ArrayList;
import java.util.List;

/// Where the stored bytes of a file with holes belong.
///
/// @param pieces offsets and lengths in turn, in ascending order
/// @param sizeBytes of the file with its holes
record SparseMap(List<Piece> pieces, long sizeBytes) {
  record Piece(long offset, long length) {}

  /// @param storedBytes how many bytes follow in the archive
  /// @throws MalformedTarException when the pieces overlap, pass the end or are not what is stored
  static SparseMap of(List<Long> numbers, long sizeBytes, long storedBytes)
      throws MalformedTarException {
    List<Piece> pieces = new ArrayList<>();
    long end = 0;
    long stored = 0;
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      var piece = new Piece(numbers.get(i), numbers.get(i + 1));
      boolean fits = piece.offset() >= end && piece.length() >= 0;
      if (!fits || piece.length() > sizeBytes - piece.offset()) {
        throw new MalformedTarException(
            "a sparse file of " + sizeBytes + " bytes has an impossible piece: " + piece);
      }
      end = piece.offset() + piece.length();
      stored += piece.length();
      pieces.add(piece);
    }
    if (numbers.size() % 2 != 0 || stored != storedBytes) {
      throw new MalformedTarException(
          "a sparse file stores " + storedBytes + " bytes, but its map has " + stored);
    }
    return new SparseMap(List.copyOf(pieces), sizeBytes);
  }
}
