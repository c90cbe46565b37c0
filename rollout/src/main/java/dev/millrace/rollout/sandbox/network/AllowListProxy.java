package dev.millrace.rollout.sandbox.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP proxy for one sandbox, at a unix socket: tunnels by `CONNECT`, plain requests by
/// `http://HOST/PATH`, one a connection. It leads only to names on its list that stand for public
/// addresses or listed ones, and to listed addresses, and tells of every decision. Of what a
/// tunnel carries it looks at the first message alone: TLS has to ask for the same host.
public final class AllowListProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AllowListProxy.class);
  private static final int BACKLOG = 128;
  private static final int CLOSE_SECONDS = 10;

  private final Path socket;
  private final ServerSocketChannel server;
  private final Doorkeeper keeper;
  private final LongSupplier ticker;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places;
  private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch isOver = new CountDownLatch(1);

  private AllowListProxy(
      Path socket, ServerSocketChannel server, Doorkeeper keeper, LongSupplier ticker) {
    this.socket = socket;
    this.server = server;
    this.keeper = keeper;
    this.ticker = ticker;
    this.places = new Semaphore(keeper.limits().connections());
  }

  /// Starts a proxy into this host's network.
  ///
  /// @param socket the file to make, alone in a directory that is there; at most 107 bytes long
  /// @throws UncheckedIOException when it cannot be made
  public static AllowListProxy start(
      Path socket, AllowList allowed, ProxyLimits limits, DecisionListener listener) {
    return start(
        socket,
        new Doorkeeper(allowed, Names.ofHost(), limits, new Budget(limits), listener),
        System::nanoTime);
  }

  /// @param ticker nanoseconds that pass
  static AllowListProxy start(Path socket, Doorkeeper keeper, LongSupplier ticker) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      } catch (IOException e) {
        server.close();
        throw e;
      }
      AllowListProxy proxy = new AllowListProxy(socket, server, keeper, ticker);
      proxy.threads.execute(proxy::accept);
      proxy.threads.execute(proxy::watch);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on the unix socket " + socket, e);
    }
  }

  private void accept() {
    try {
      while (server.isOpen()) {
        places.acquire();
        accept(server.accept());
      }
    } catch (ClosedChannelException | InterruptedException e) {
      LOG.atDebug().setCause(e).log("a sandbox's proxy was closed");
    } catch (IOException e) {
      LOG.atError().setCause(e).log("a sandbox's proxy takes no more connections");
    }
  }

  private void accept(SocketChannel client) {
    ProxyConnection connection = new ProxyConnection(client, keeper, ticker);
    open.add(connection);
    threads.execute(
        () -> {
          try {
            connection.run();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            LOG.atError()
                .setCause(e)
                .log("a connection of a sandbox's proxy was ended by a failure");
          } finally {
            open.remove(connection);
            places.release();
          }
        });
  }

  private void watch() {
    long every = Math.max(1, keeper.limits().idle().toNanos() / 4);
    try {
      while (!isOver.await(every, TimeUnit.NANOSECONDS)) {
        closeIdle();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes connections that had no traffic for too long.
  void closeIdle() {
    long idle = keeper.limits().idle().toNanos();
    for (ProxyConnection connection : open) {
      if (connection.idleNanos() >= idle) {
        connection.close();
      }
    }
  }

  /// How many connections there are.
  int connections() {
    return open.size();
  }

  /// Ends every connection and removes the socket. Idempotent.
  @Override
  public void close() {
    isOver.countDown();
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("a sandbox's proxy was not closed in order");
    }
    // Also ends the thread that waits for a place.
    threads.shutdownNow();
    open.forEach(ProxyConnection::close);
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.atWarn().log("connections of a sandbox's proxy have not ended");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
