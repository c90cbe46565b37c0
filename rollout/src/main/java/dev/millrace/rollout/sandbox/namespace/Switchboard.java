package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.network.NetworkAccess;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A helper process of the supervisor's in a user namespace of its own. It makes network
/// namespaces out of which nothing leads but a port of the loopback interface, and passes what
/// comes there on to a unix socket: neither privileges nor a program in the sandbox are needed.
///
/// It reads lines: `open NUMBER SOCKET` is answered by `NUMBER PATH`, the network namespace, or by
/// `NUMBER !WHY`; `close NUMBER` has no answer. It ends with its input. Nothing here may need a
/// library: only this module's classes are on its path.
public final class Switchboard {
  private static final int BUFFER = 16 << 10;
  private static final int BACKLOG = 128;

  private final Map<String, Line> lines = new HashMap<>();

  /// A way that is open.
  ///
  /// @param isOver lets the thread end that the namespace is known by
  private record Line(ServerSocketChannel server, String namespace, CountDownLatch isOver) {}

  private Switchboard() {}

  /// @param ignored everything comes on standard input
  public static void main(String[] ignored) throws IOException, InterruptedException {
    var says =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var heard =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    var board = new Switchboard();
    for (String line = heard.readLine(); line != null; line = heard.readLine()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("open")) {
        says.println(words[1] + " " + board.open(words[1], Path.of(words[2])));
      } else {
        board.close(words[1]);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private String open(String number, Path socket) throws InterruptedException {
    var isOver = new CountDownLatch(1);
    var made = new FutureTask<>(() -> line(isOver));
    // A network namespace is a thread's; sockets stay in the one they were made in.
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              made.run();
              await(isOver);
            });
    try {
      Line line = made.get();
      lines.put(number, line);
      Thread.ofVirtual().start(() -> accept(line.server(), socket));
      return line.namespace();
    } catch (ExecutionException e) {
      isOver.countDown();
      return "!" + String.valueOf(e.getCause()).replace('\n', ' ');
    }
  }

  private static Line line(CountDownLatch isOver) throws IOException {
    NetworkNamespace.unshare();
    var server = ServerSocketChannel.open();
    server.bind(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), NetworkAccess.PORT), BACKLOG);
    Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    return new Line(server, "/proc/" + thread + "/ns/net", isOver);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void close(String number) throws IOException {
    Line line = lines.remove(number);
    if (line != null) {
      line.server().close();
      line.isOver().countDown();
    }
  }

  private static void accept(ServerSocketChannel server, Path socket) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> connect(client, socket));
      }
    } catch (IOException _) {
      // It was closed, or takes no more: programs are told by the end of their connections.
      return;
    }
  }

  private static void connect(SocketChannel client, Path socket) {
    try (client;
        SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Thread back = Thread.ofVirtual().start(() -> copy(there, client));
      copy(client, there);
      back.join();
    } catch (IOException _) {
      // The proxy is gone, and with it the sandbox: there is nobody to tell.
      return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Copies until the end of one side, and tells the other of it.
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      to.shutdownOutput();
    } catch (IOException _) {
      // One side broke off: so does the other.
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
