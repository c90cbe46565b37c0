package dev.millrace.rollout.sandbox.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The block of 512 bytes before each member, and the fields in it.
final class TarHeader {
  static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;
  private static final byte[] POSIX = "ustar\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] block;
  private final long position;

  private TarHeader(byte[] block, long position) {
    this.block = block;
    this.position = position;
  }

  /// @param position of the block in the archive, for messages
  static TarHeader checked(byte[] block, long position) throws MalformedTarException {
    var header = new TarHeader(block, position);
    header.checkSum();
    return header;
  }

  /// A block that goes on with the header before it, without a checksum of its own.
  static TarHeader following(byte[] block, long position) {
    return new TarHeader(block, position);
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  TarText name() {
    byte[] name = bytes(0, 100);
    byte[] prefix = isPosix() ? bytes(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return TarText.of(name);
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return TarText.of(whole);
  }

  TarText link() {
    return TarText.of(bytes(157, 100));
  }

  int mode() throws MalformedTarException {
    return (int) (number(100, 8) & 07777);
  }

  long size() throws MalformedTarException {
    long size = number(124, 12);
    if (size < 0) {
      throw malformed("has the size " + size);
    }
    return size;
  }

  long modifiedSeconds() throws MalformedTarException {
    return number(136, 12);
  }

  private boolean isPosix() {
    return Arrays.equals(block, 257, 257 + POSIX.length, POSIX, 0, POSIX.length);
  }

  /// The bytes of a field up to its first zero.
  private byte[] bytes(int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, from, end);
  }

  boolean flag(int at) {
    return block[at] != 0;
  }

  /// Octal digits, or a big-endian number where the first bit is set.
  long number(int from, int length) throws MalformedTarException {
    if ((block[from] & 0x80) != 0) {
      return binary(from, length);
    }
    String text = new String(bytes(from, length), StandardCharsets.ISO_8859_1).strip();
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '7') {
        throw malformed("has the number '" + text + "' where octal digits are expected");
      }
      value = (value << 3) | (digit - '0');
    }
    return value;
  }

  private long binary(int from, int length) throws MalformedTarException {
    long value = (block[from] & 0x40) == 0 ? block[from] & 0x3f : block[from];
    for (int i = from + 1; i < from + length; i++) {
      if (value < Long.MIN_VALUE >> 8 || value > Long.MAX_VALUE >> 8) {
        throw malformed("has a number of more than 64 bits");
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }

  /// Old writers summed signed bytes.
  private void checkSum() throws MalformedTarException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long expected = number(CHECKSUM, CHECKSUM_END - CHECKSUM);
    if (expected != unsigned && expected != signed) {
      throw malformed("has the checksum " + expected + ", expected " + unsigned);
    }
  }

  MalformedTarException malformed(String what) {
    return new MalformedTarException("the tar header at byte " + position + " " + what);
  }
}
