package dev.millrace.rollout.gateway.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/// Makes HTTP/1.1 connections whose requests can ask whether their client has hung up.
final class Connections implements ServerConnectionSelector {
  private final ServerConnectionSelector http1 =
      Http1ConnectionSelector.builder().config(Http1Config.create()).build();

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    WatchedContext watched = WatchedContext.of(context);
    return new WatchedConnection(http1.connection(watched), watched.readAhead());
  }
}
