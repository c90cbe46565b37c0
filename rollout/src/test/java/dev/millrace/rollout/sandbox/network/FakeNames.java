package dev.millrace.rollout.sandbox.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/// Names made up for a test. 127.0.0.1 counts as public, so that servers of the test are reached;
/// all other addresses are what they are.
record FakeNames(Map<String, List<String>> addresses) implements Names {
  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    List<String> known = addresses.get(host);
    if (known == null) {
      throw new UnknownHostException(host);
    }
    InetAddress[] all = new InetAddress[known.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = InetAddress.getByName(known.get(i));
    }
    return List.of(all);
  }

  @Override
  public boolean isPublic(InetAddress address) {
    return address.getHostAddress().equals("127.0.0.1") || PublicAddresses.contain(address);
  }
}
