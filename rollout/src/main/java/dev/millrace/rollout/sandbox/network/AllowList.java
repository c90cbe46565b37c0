package dev.millrace.rollout.sandbox.network;

import dev.millrace.rollout.task.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// The hosts and ports that a sandbox may reach.
///
/// An entry is a name; `*.SUFFIX`, every name below a suffix but not the suffix itself; an
/// address; or a block of addresses, `10.1.0.0/16`. A port may follow behind a colon, IPv6 then in
/// brackets; without one it is 80 and 443.
///
/// @param entries as written
/// @param reach of addresses
public record AllowList(List<String> entries, Reach reach) {
  public static final AllowList NOWHERE = new AllowList(List.of(), Reach.PUBLIC);

  private static final String BELOW = "*.";
  private static final List<Integer> USUAL = List.of(80, 443);

  /// Whether an address that is listed may be one of the host's own or of its private networks.
  public enum Reach {
    /// No: a list that came with a task.
    PUBLIC,
    /// Yes: a list of whoever runs this.
    ANY
  }

  /// What sandboxes of an environment may reach.
  ///
  /// @throws IllegalArgumentException as the constructor
  public static AllowList of(Network network) {
    return switch (network) {
      case Network.Unsaid _, Network.None _ -> NOWHERE;
      case Network.Hosts(List<String> listed) -> new AllowList(listed, Reach.PUBLIC);
      case Network.Given(List<String> listed) -> new AllowList(listed, Reach.ANY);
    };
  }

  /// @throws IllegalArgumentException when an entry is none
  public AllowList {
    entries = List.copyOf(entries);
    entries.forEach(AllowList::parse);
  }

  private sealed interface Entry {
    List<Integer> ports();

    record Name(String host, boolean isBelow, List<Integer> ports) implements Entry {}

    record Addresses(AddressBlock block, List<Integer> ports) implements Entry {}
  }

  private static Entry parse(String entry) {
    try {
      boolean isBare = entry.indexOf(':') != entry.lastIndexOf(':') && !entry.startsWith("[");
      int colon = isBare ? -1 : entry.lastIndexOf(':');
      boolean hasPort = colon > entry.lastIndexOf(']');
      String host = hasPort ? entry.substring(0, colon) : entry;
      List<Integer> ports =
          hasPort ? List.of(Target.port(entry.substring(colon + 1), entry)) : USUAL;
      if (host.startsWith(BELOW)) {
        return new Entry.Name(name(host.substring(BELOW.length())), true, ports);
      }
      boolean isAddress = host.indexOf('/') >= 0 || host.indexOf(':') >= 0 || !isName(host);
      return isAddress
          ? new Entry.Addresses(AddressBlock.parse(bare(host)), ports)
          : new Entry.Name(name(host), false, ports);
    } catch (Refused | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "network entry \""
              + entry
              + "\" is none: expected a name, *.SUFFIX, an address or a block such as 10.1.0.0/16,"
              + " with :PORT or without",
          e);
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isName(String host) throws Refused {
    return Target.parse(host, 1).isName();
  }

  private static String name(String host) throws Refused {
    Target target = Target.parse(host, 1);
    if (!target.isName()) {
      throw new IllegalArgumentException("no name: " + host);
    }
    return target.host();
  }

  /// Whether the name is listed for the port.
  boolean allows(Target target) {
    return entries.stream()
        .map(AllowList::parse)
        .filter(entry -> entry.ports().contains(target.port()))
        .anyMatch(entry -> entry instanceof Entry.Name name && isOf(name, target.host()));
  }

  private static boolean isOf(Entry.Name name, String host) {
    return name.isBelow() ? host.endsWith("." + name.host()) : host.equals(name.host());
  }

  /// Whether the address itself is listed for the port.
  boolean lists(InetAddress address, int port) {
    return entries.stream()
        .map(AllowList::parse)
        .filter(entry -> entry.ports().contains(port))
        .anyMatch(entry -> entry instanceof Entry.Addresses list && list.block().contains(address));
  }

  /// The entries that lead nowhere with this reach: addresses that are not public.
  public List<String> unreachable() {
    List<String> none = new ArrayList<>();
    for (String entry : entries) {
      if (reach == Reach.PUBLIC
          && parse(entry) instanceof Entry.Addresses list
          && !PublicAddresses.contain(list.block().address())) {
        none.add(entry);
      }
    }
    return none;
  }
}
