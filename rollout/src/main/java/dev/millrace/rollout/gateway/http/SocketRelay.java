package dev.millrace.rollout.gateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forwards what comes in at a unix socket to a TCP port of this machine, byte by byte, both ways.
/// A sandbox without network reaches the gateway so. Two virtual threads a connection; they end
/// with it.
public final class SocketRelay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketRelay.class);
  private static final int BUFFER_BYTES = 16_384;

  private final Path socket;
  private final int port;
  private final ServerSocketChannel server;
  private final Set<Pair> open = ConcurrentHashMap.newKeySet();

  private SocketRelay(Path socket, int port, ServerSocketChannel server) {
    this.socket = socket;
    this.port = port;
    this.server = server;
  }

  /// @param socket the file to make; one that is there is replaced. At most 107 bytes long
  public static SocketRelay start(Path socket, int port) {
    try {
      Files.deleteIfExists(socket);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(socket), 1024);
      } catch (IOException e) {
        server.close();
        throw e;
      }
      SocketRelay relay = new SocketRelay(socket, port, server);
      Thread.ofVirtual().name("gateway-socket").start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on the unix socket " + socket, e);
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        connect(server.accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.atWarn().setCause(e).log("a connection to the gateway's unix socket failed");
      }
    }
  }

  private void connect(SocketChannel client) throws IOException {
    SocketChannel target;
    try {
      target = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      client.close();
      throw e;
    }
    target.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Pair pair = new Pair(client, target, new AtomicInteger(2));
    open.add(pair);
    Thread.ofVirtual().start(() -> pump(pair, client, target));
    Thread.ofVirtual().start(() -> pump(pair, target, client));
  }

  /// A connection and its other half.
  ///
  /// @param flowing how many directions are open
  private record Pair(SocketChannel client, SocketChannel target, AtomicInteger flowing) {}

  private void pump(Pair pair, SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    boolean isWhole = false;
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
      isWhole = true;
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a connection of the gateway's unix socket broke off");
    } finally {
      if (pair.flowing().decrementAndGet() == 0 || !isWhole) {
        end(pair);
      }
    }
  }

  private void end(Pair pair) {
    open.remove(pair);
    close(pair.client());
    close(pair.target());
  }

  private static void close(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      LOG.atDebug().setCause(e).log("a connection of the gateway's unix socket did not close");
    }
  }

  @Override
  public void close() {
    close(server);
    open.forEach(this::end);
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the gateway's unix socket cannot be removed");
    }
  }
}
