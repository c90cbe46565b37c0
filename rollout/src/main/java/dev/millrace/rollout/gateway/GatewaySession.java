package dev.millrace.rollout.gateway;

import java.net.URI;
import java.nio.file.Path;

/// One episode's way to the gateway. Any thread may use it.
public interface GatewaySession extends AutoCloseable {
  /// The bearer key: 256 random bits, identity and permission in one. It reaches this session only.
  String key();

  /// `http://127.0.0.1:PORT/s/ID`, without `/v1`. The path is a permission too, for agents that
  /// cannot be given a key: whatever key they send there is not looked at, unless it is another
  /// session's.
  URI baseUrl();

  /// The same over a unix socket, for sandboxes without network: forward bytes to it.
  Path socket();

  /// What was said so far. A copy.
  SessionRecord record();

  /// Ends the session: calls under way are cancelled and waited for, later requests are refused
  /// like those of unknown keys. Idempotent. The record stays readable.
  @Override
  void close();
}
