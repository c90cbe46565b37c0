package dev.millrace.rollout.sandbox.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;

/// Decides where a way leads, tells of it, and opens it: to an address that was looked at, never to
/// a name that could stand for another one meanwhile.
record Doorkeeper(
    AllowList allowed, Names names, ProxyLimits limits, Budget budget, DecisionListener listener) {

  /// @throws Refused when it may not be, or cannot be reached
  SocketChannel open(Target target) throws Refused {
    checkCount(target);
    List<InetAddress> addresses = target.isName() ? named(target) : List.of(listed(target));
    tell(target, Decision.Verdict.ALLOWED, text(addresses));
    return connect(target, addresses);
  }

  /// What a listed name stands for: public addresses, or such as are listed themselves.
  private List<InetAddress> named(Target target) throws Refused {
    if (!allowed.allows(target)) {
      throw deny(target, target + " is not on the list of allowed hosts");
    }
    checkBytes(target);
    List<InetAddress> addresses = resolve(target);
    for (InetAddress address : addresses) {
      if (!names.isPublic(address) && !isListed(address, target)) {
        throw deny(
            target, target.host() + " stands for " + address.getHostAddress() + ", not public");
      }
    }
    return addresses;
  }

  private InetAddress listed(Target target) throws Refused {
    InetAddress address = target.address().orElse(null);
    if (address == null || !isListed(address, target)) {
      throw deny(target, target + " is an address that is not on the list of allowed hosts");
    }
    checkBytes(target);
    return address;
  }

  private boolean isListed(InetAddress address, Target target) {
    boolean isInReach = allowed.reach() == AllowList.Reach.ANY || names.isPublic(address);
    return isInReach && allowed.lists(address, target.port());
  }

  private void checkBytes(Target target) throws Refused {
    if (!budget.hasBytes()) {
      throw deny(target, budget.bytesUsedUp());
    }
  }

  /// The first request too many is told of; to tell of them all would fill the listener's disk.
  private void checkCount(Target target) throws Refused {
    long count = budget.request();
    if (count > limits.requests()) {
      String why = "the " + limits.requests() + " requests allowed are used up";
      throw count == limits.requests() + 1 ? deny(target, why) : new Refused(403, why);
    }
  }

  private List<InetAddress> resolve(Target target) throws Refused {
    try {
      return names.resolve(target.host());
    } catch (UnknownHostException e) {
      tell(target, Decision.Verdict.DENIED, "the name is not known");
      throw new Refused(502, "the name " + target.host() + " is not known");
    }
  }

  private static String text(List<InetAddress> addresses) {
    return String.join(" ", addresses.stream().map(InetAddress::getHostAddress).toList());
  }

  private SocketChannel connect(Target target, List<InetAddress> addresses) throws Refused {
    String last = "no address";
    for (InetAddress address : addresses) {
      try {
        return connect(new InetSocketAddress(address, target.port()));
      } catch (IOException e) {
        last = address.getHostAddress() + ": " + e.getMessage();
      }
    }
    throw new Refused(502, target + " cannot be reached: " + last);
  }

  private SocketChannel connect(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, Math.toIntExact(limits.connect().toMillis()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Refused deny(Target target, String why) {
    tell(target, Decision.Verdict.DENIED, why);
    return new Refused(403, why);
  }

  /// A way that was open is shut.
  void cut(Target target, String why) {
    tell(target, Decision.Verdict.CUT, why);
  }

  /// A way that was open is over.
  ///
  /// @param sent to the server
  /// @param received from it
  void ended(Target target, long sent, long received) {
    listener.decided(
        new Decision(target.host(), target.port(), Decision.Verdict.ENDED, "", sent, received));
  }

  private void tell(Target target, Decision.Verdict verdict, String why) {
    listener.decided(new Decision(target.host(), target.port(), verdict, why, 0, 0));
  }
}
