package dev.millrace.rollout.gateway;

import java.nio.file.Path;
import java.time.Duration;

/// How the gateway serves.
///
/// @param port of 127.0.0.1, or 0 for any that is free
/// @param socket where the unix socket is made; a file there is replaced
/// @param bodyBytes a larger request body is refused with 413
/// @param keepAlive a stream that has nothing to say says so this often; agents give up on silent
///     streams, some after 5 s
/// @param pulse a stream without data for so long sends some that says nothing: agents' own limits
///     count data, and no comments
/// @param replay for so long a request that comes again with the same body is a retry, and is given
///     the answer that was made, unless its client says by `x-stainless-retry-count` that it is
/// none
public record GatewaySettings(
    int port, Path socket, long bodyBytes, Duration keepAlive, Duration pulse, Duration replay) {
  public GatewaySettings {
    if (bodyBytes < 1 || !keepAlive.isPositive() || !pulse.isPositive()) {
      throw new IllegalArgumentException(
          "bodyBytes, keepAlive and pulse are "
              + bodyBytes
              + ", "
              + keepAlive
              + " and "
              + pulse
              + "; each has to be above 0");
    }
  }

  /// 256 MiB bodies, a sign of life every 2 s, in data every 15 s, 60 s of replay.
  public static GatewaySettings at(Path socket) {
    return new GatewaySettings(
        0,
        socket,
        256L << 20,
        Duration.ofSeconds(2),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60));
  }

  public GatewaySettings withKeepAlive(Duration every) {
    return new GatewaySettings(port, socket, bodyBytes, every, pulse, replay);
  }

  public GatewaySettings withPulse(Duration every) {
    return new GatewaySettings(port, socket, bodyBytes, keepAlive, every, replay);
  }

  public GatewaySettings withReplay(Duration most) {
    return new GatewaySettings(port, socket, bodyBytes, keepAlive, pulse, most);
  }

  public GatewaySettings withBodyBytes(long most) {
    return new GatewaySettings(port, socket, most, keepAlive, pulse, replay);
  }
}
