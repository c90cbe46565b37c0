package dev.millrace.rollout.sandbox.network;

import java.net.InetAddress;
import java.util.Arrays;

/// Addresses of one family with the same first bits.
///
/// @param bits how many of the address they share
record AddressBlock(InetAddress address, int bits) {
  /// @param text an address, or one with its bits behind a slash
  /// @throws IllegalArgumentException when it is neither
  static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = address.getAddress().length * 8;
    int bits = slash < 0 ? all : Integer.parseInt(text, slash + 1, text.length(), 10);
    if (bits < 0 || bits > all) {
      throw new IllegalArgumentException("a block of addresses has 0 to " + all + " bits: " + text);
    }
    return new AddressBlock(address, bits);
  }

  boolean contains(InetAddress other) {
    byte[] own = address.getAddress();
    byte[] bytes = other.getAddress();
    int whole = bits / 8;
    if (own.length != bytes.length || !Arrays.equals(own, 0, whole, bytes, 0, whole)) {
      return false;
    }
    int mask = (0xFF00 >> (bits % 8)) & 0xFF;
    return mask == 0 || ((own[whole] ^ bytes[whole]) & mask) == 0;
  }
}
