package dev.millrace.rollout.sandbox.network;

import java.util.Map;

/// How programs in a sandbox find the proxy: at a port of their own loopback interface, which
/// variables name.
public final class NetworkAccess {
  public static final int PORT = 41_418;

  private NetworkAccess() {}

  /// The variables that programs look for. Both spellings: some read only one.
  public static Map<String, String> variables() {
    String proxy = "http://127.0.0.1:" + PORT;
    String direct = "127.0.0.1,localhost,::1";
    return Map.of(
        "HTTP_PROXY", proxy,
        "HTTPS_PROXY", proxy,
        "http_proxy", proxy,
        "https_proxy", proxy,
        "NO_PROXY", direct,
        "no_proxy", direct);
  }
}
