package dev.millrace.rollout.sandbox.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A name or target as it stands in an archive.
///
/// @param isExact whether the text gives the same bytes back
record TarText(String text, boolean isExact) {
  static final TarText EMPTY = new TarText("", true);

  static TarText of(byte[] bytes) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return new TarText(decoder.decode(ByteBuffer.wrap(bytes)).toString(), true);
    } catch (CharacterCodingException _) {
      return new TarText(new String(bytes, StandardCharsets.UTF_8), false);
    }
  }
}
