package dev.millrace.rollout.sandbox.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// What names stand for, and which of it may be reached.
public interface Names {
  /// All addresses of a name.
  ///
  /// @throws UnknownHostException when it has none
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /// Whether an address may be connected to.
  boolean isPublic(InetAddress address);

  /// This host's resolver, and the addresses of the public internet.
  static Names ofHost() {
    return new Names() {
      @Override
      public List<InetAddress> resolve(String host) throws UnknownHostException {
        return List.of(InetAddress.getAllByName(host));
      }

      @Override
      public boolean isPublic(InetAddress address) {
        return PublicAddresses.contain(address);
      }
    };
  }
}
