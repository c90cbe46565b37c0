package dev.millrace.rollout.sandbox.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One program's connection: a request, then bytes both ways until one side ends or a limit is
/// reached. Two virtual threads at most; closing it from any thread ends both.
final class ProxyConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyConnection.class);
  private static final int MAX_HEAD = 16_384;
  private static final int HTTPS = 443;
  private static final String BROKEN = "the first message of TLS cannot be read";

  private final SocketChannel client;
  private final Doorkeeper keeper;
  private final LongSupplier ticker;
  private final AtomicBoolean isCut = new AtomicBoolean();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile @Nullable SocketChannel server;
  private volatile long lastActive;
  private volatile boolean isClosed;

  /// @param ticker nanoseconds that pass
  ProxyConnection(SocketChannel client, Doorkeeper keeper, LongSupplier ticker) {
    this.client = client;
    this.keeper = keeper;
    this.ticker = ticker;
    this.lastActive = ticker.getAsLong();
  }

  long idleNanos() {
    return ticker.getAsLong() - lastActive;
  }

  /// Serves the connection to its end.
  void run() throws InterruptedException {
    try (this) {
      try {
        serve();
      } catch (Refused e) {
        answer(e);
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a connection of a sandbox's proxy broke off");
    }
  }

  private void serve() throws IOException, Refused, InterruptedException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_HEAD);
    int end = readHead(buffer);
    Request request = RequestReader.read(Arrays.copyOf(buffer.array(), end));
    lastActive = ticker.getAsLong();
    try (SocketChannel opened = keeper.open(request.target())) {
      server = opened;
      if (!isClosed) {
        serve(request, opened, buffer.duplicate().flip().position(end + 4));
      }
    } finally {
      if (server != null) {
        keeper.ended(request.target(), sent.get(), received.get());
      }
    }
  }

  /// @param early what came behind the head
  private void serve(Request request, SocketChannel opened, ByteBuffer early)
      throws IOException, InterruptedException {
    lastActive = ticker.getAsLong();
    if (request.isTunnel()) {
      writeAll(client, bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
    }
    spend(request.target(), request.sent().length);
    sent.addAndGet(request.sent().length);
    writeAll(opened, ByteBuffer.wrap(request.sent()));
    exchange(request, opened, early);
  }

  private void exchange(Request request, SocketChannel opened, ByteBuffer early)
      throws InterruptedException {
    Pump up = new Pump(request.target(), client, opened, sent);
    Thread sending = Thread.ofVirtual().start(() -> up.run(request.body(), early));
    new Pump(request.target(), opened, client, received)
        .run(new Request.Body.Endless(), ByteBuffer.allocate(0));
    if (!request.isTunnel()) {
      // The answer is whole; what the client might still send is for nobody.
      close();
    }
    sending.join();
  }

  private void spend(Target target, int bytes) throws IOException {
    if (!keeper.budget().take(bytes)) {
      throw cut(target, keeper.budget().bytesUsedUp());
    }
  }

  /// Tells once why the way is shut.
  private IOException cut(Target target, String why) {
    if (isCut.compareAndSet(false, true)) {
      keeper.cut(target, why);
    }
    return new IOException(why);
  }

  /// @return how long the head is; behind it the buffer has an empty line, and what came with it
  private int readHead(ByteBuffer buffer) throws IOException, Refused {
    int seen = 0;
    while (true) {
      if (!buffer.hasRemaining()) {
        throw new Refused(431, "a head of more than " + MAX_HEAD + " bytes");
      }
      if (client.read(buffer) < 0) {
        throw new IOException("the client left before its request was whole");
      }
      for (; seen + 4 <= buffer.position(); seen++) {
        if (buffer.getInt(seen) == 0x0D0A_0D0A) {
          return seen;
        }
      }
    }
  }

  private void answer(Refused refused) throws IOException {
    byte[] body = ("millrace proxy: " + refused.why() + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + refused.status()
            + " Refused\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    writeAll(client, bytes(head));
    writeAll(client, ByteBuffer.wrap(body));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Passes bytes on in one direction.
  private final class Pump {
    private static final int BUFFER = 16_384;
    private final Target target;
    private final SocketChannel from;
    private final SocketChannel to;
    private final AtomicLong count;

    /// @param count of the bytes that were passed on
    Pump(Target target, SocketChannel from, SocketChannel to, AtomicLong count) {
      this.target = target;
      this.from = from;
      this.to = to;
      this.count = count;
    }

    /// @param early what was read already
    void run(Request.Body body, ByteBuffer early) {
      boolean isWhole = false;
      try {
        switch (body) {
          case Request.Body.Endless _ when from.equals(client) -> tunnel(early);
          case Request.Body.Endless _ -> copy(Long.MAX_VALUE, early);
          case Request.Body.Counted(long bytes) -> copy(bytes, early);
        }
        if (body instanceof Request.Body.Endless) {
          to.shutdownOutput();
        }
        isWhole = true;
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("a connection of a sandbox's proxy broke off");
      } finally {
        if (!isWhole) {
          close();
        }
      }
    }

    /// Holds what the client sends until it is seen that it means the host it asked for: the
    /// server would follow what the first message of TLS says.
    private void tunnel(ByteBuffer early) throws IOException {
      ClientHello hello = new ClientHello();
      ClientHello.Seen seen = hello.add(early);
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (seen instanceof ClientHello.Seen.More && from.read(buffer.clear()) >= 0) {
        lastActive = ticker.getAsLong();
        seen = hello.add(buffer.flip());
      }
      String why = objection(seen, hello);
      if (!why.isEmpty()) {
        throw cut(target, why);
      }
      copy(Long.MAX_VALUE, hello.bytes());
    }

    private String objection(ClientHello.Seen seen, ClientHello hello) {
      return switch (seen) {
        // Not whole when the client stopped; it may as well have sent nothing at all.
        case ClientHello.Seen.More _ -> hello.bytes().hasRemaining() ? BROKEN : "";
        case ClientHello.Seen.Plain _ ->
            target.port() == HTTPS ? "what was sent to port " + HTTPS + " is not TLS" : "";
        case ClientHello.Seen.Named(String host) ->
            host.isEmpty() || host.equals(target.host()) || !target.isName()
                ? ""
                : "the tunnel is to " + target.host() + ", and its TLS asks for another host";
        case ClientHello.Seen.Broken _ -> BROKEN;
      };
    }

    private void copy(long bytes, ByteBuffer early) throws IOException {
      int first = (int) Math.min(early.remaining(), bytes);
      long left = first > 0 ? bytes - pass(early.limit(early.position() + first)) : bytes;
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (left > 0 && from.read(buffer.clear().limit((int) Math.min(BUFFER, left))) >= 0) {
        left -= pass(buffer.flip());
      }
    }

    private int pass(ByteBuffer bytes) throws IOException {
      int length = bytes.remaining();
      lastActive = ticker.getAsLong();
      spend(target, length);
      count.addAndGet(length);
      writeAll(to, bytes);
      return length;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    close(client);
    SocketChannel opened = server;
    if (opened != null) {
      close(opened);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a connection of a sandbox's proxy did not close");
    }
  }
}
