package dev.millrace.rollout.sandbox.network;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a program wants to go.
///
/// @param host a name in lower case, or whatever else was written
/// @param port 1 to 65535
record Target(String host, int port) {
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /// Labels of a name. The last one begins with a letter: every spelling of an IPv4 address, also
  /// `0x7f.1` and `2130706433`, ends in a label that begins with a digit.
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

  /// @param authority `host:port`, or `host`
  /// @param otherwise the port when there is none
  /// @throws Refused when it is neither
  static Target parse(String authority, int otherwise) throws Refused {
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    String port = hasPort ? authority.substring(colon + 1) : Integer.toString(otherwise);
    if (host.isEmpty() || host.length() > MAX_HOST + 1) {
      throw new Refused(400, "no host and port: " + authority);
    }
    int number = port(port, authority);
    String name = host.toLowerCase(Locale.ROOT);
    // A final dot only says that the name is whole.
    return new Target(name.endsWith(".") ? name.substring(0, name.length() - 1) : name, number);
  }

  /// @param of what it is the port, for the message
  static int port(String text, String of) throws Refused {
    int number = PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (number < 1 || number > MAX_PORT) {
      throw new Refused(400, "no host and port: " + of);
    }
    return number;
  }

  /// The address that is written as the host; empty when it is none.
  Optional<InetAddress> address() {
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    try {
      return Optional.of(
          InetAddress.ofLiteral(isBracketed ? host.substring(1, host.length() - 1) : host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether the host is a name, and no address in whatever spelling.
  boolean isName() {
    return host.length() <= MAX_HOST && NAME.matcher(host).matches();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
