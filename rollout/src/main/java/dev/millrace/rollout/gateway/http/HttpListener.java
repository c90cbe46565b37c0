package dev.millrace.rollout.gateway.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderValues;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/// HTTP/1.1 on a loopback address.
public final class HttpListener implements AutoCloseable {
  private final WebServer server;

  private HttpListener(WebServer server) {
    this.server = server;
  }

  /// @param port or 0 for any that is free
  public static HttpListener start(int port, HttpHandler handler) {
    HttpRouting.Builder routing =
        HttpRouting.builder().any((request, response) -> serve(handler, request, response));
    WebServer server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(port)
            .backlog(1024)
            .shutdownHook(false)
            .shutdownGracePeriod(Duration.ofMillis(500))
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .protocolsDiscoverServices(false)
            .addConnectionSelector(new Connections())
            .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
            .routing(routing)
            .build()
            .start();
    return new HttpListener(server);
  }

  private static void serve(HttpHandler handler, ServerRequest request, ServerResponse response) {
    try {
      handler.handle(new HelidonExchange(request, response));
    } catch (IOException e) {
      throw new CloseConnectionException("the client is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the gateway is closing", e);
    }
    // The web server says that it closes the connection, and then waits for the client to do it.
    if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
      WatchedConnection.READ_AHEAD.get().end();
    }
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
