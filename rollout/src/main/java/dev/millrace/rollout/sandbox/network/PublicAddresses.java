package dev.millrace.rollout.sandbox.network;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/// The addresses of the public internet: none that IANA's registries of special-purpose addresses
/// (RFC 6890) give another use, and none that embeds one of those.
final class PublicAddresses {
  private static final List<AddressBlock> SPECIAL_4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          // Multicast, and what is reserved.
          "224.0.0.0/3");

  /// All that is public lies in 2000::/3; of that not protocol assignments (Teredo and ORCHID among
  /// them), not what is for documentation, not 6to4.
  private static final AddressBlock UNICAST_6 = AddressBlock.parse("2000::/3");

  private static final List<AddressBlock> SPECIAL_6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  private PublicAddresses() {}

  private static List<AddressBlock> blocks(String... texts) {
    return Stream.of(texts).map(AddressBlock::parse).toList();
  }

  static boolean contain(InetAddress address) {
    return switch (address) {
      case Inet4Address _ -> SPECIAL_4.stream().noneMatch(block -> block.contains(address));
      case Inet6Address _ ->
          UNICAST_6.contains(address)
              && SPECIAL_6.stream().noneMatch(block -> block.contains(address));
      default -> false;
    };
  }
}
