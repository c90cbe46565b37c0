package dev.millrace.rollout.harness.external;

import java.io.DataInputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.List;

/// Runs inside a sandbox, from this one class file: writes the agent's files, passes connections to
/// ports of the loopback interface on to unix sockets, such as the gateway's, runs the agent's
/// command with an empty input, and ends with its status. What to do comes on standard input, in
/// the form that [LaunchPlan] writes.
///
/// Nothing here may need another class of Millrace: the sandbox has none.
public final class Launch {
  private static final int NOT_STARTED = 127;

  // Its own process's: what is said here stands among what the agent says.
  private static final PrintStream SAYS =
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);

  private static final int BUFFER = 64 << 10;

  private Launch() {}

  /// @param ignored everything comes on standard input
  public static void main(String[] ignored) throws IOException, InterruptedException {
    DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    for (int ways = in.readInt(); ways > 0; ways--) {
      int port = in.readInt();
      listen(port, Path.of(text(in)));
    }
    for (int files = in.readInt(); files > 0; files--) {
      Path file = Path.of(text(in));
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text(in));
    }
    List<String> argv = new ArrayList<>();
    for (int words = in.readInt(); words > 0; words--) {
      argv.add(text(in));
    }
    Runtime.getRuntime().halt(run(argv));
  }

  private static int run(List<String> argv) throws InterruptedException {
    try {
      return new ProcessBuilder(argv)
          .inheritIO()
          .redirectInput(new File("/dev/null"))
          .start()
          .waitFor();
    } catch (IOException e) {
      SAYS.println("the agent could not be started: " + e.getMessage());
      return NOT_STARTED;
    }
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void listen(int port, Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofPlatform().daemon().name("relay").start(() -> accept(server, socket));
  }

  private static void accept(ServerSocketChannel server, Path socket) {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> connect(client, socket));
      }
    } catch (IOException e) {
      SAYS.println("the way to " + socket + " has ended: " + e);
    }
  }

  private static void connect(SocketChannel client, Path socket) {
    try (client;
        SocketChannel there = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Thread back = Thread.ofVirtual().start(() -> copy(there, client));
      copy(client, there);
      back.join();
    } catch (IOException e) {
      SAYS.println(socket + " cannot be reached: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Copies until the end of one side, and tells the other of it.
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side is gone: the other is told by the end of its connection.
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      SAYS.println("a connection could not be closed: " + e);
    }
  }
}
