package dev.millrace.rollout.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server on the loopback interface that does the same with every connection.
final class TestServer implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Behaviour behaviour;

  /// What it does with a connection.
  @FunctionalInterface
  interface Behaviour {
    void serve(Socket socket, TestServer server) throws IOException;
  }

  TestServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /// Reads a head and as much of a body as it says, and answers with the text.
  static Behaviour answering(String answer) {
    return (socket, server) -> {
      String head = head(socket);
      String length = head.replaceAll("(?is).*content-length: ?(\\d+).*", "$1");
      byte[] body =
          length.equals(head)
              ? new byte[0]
              : socket.getInputStream().readNBytes(Integer.parseInt(length));
      server.heard.add(head + new String(body, StandardCharsets.UTF_8));
      socket
          .getOutputStream()
          .write(
              ("HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer)
                  .getBytes(StandardCharsets.UTF_8));
    };
  }

  /// Sends back whatever comes, to the end.
  static Behaviour echoing() {
    return (socket, _) -> socket.getInputStream().transferTo(socket.getOutputStream());
  }

  private static String head(Socket socket) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        threads.execute(
            () -> {
              try (socket) {
                behaviour.serve(socket, this);
              } catch (IOException e) {
                heard.add("broke off");
              }
            });
      }
    } catch (IOException e) {
      heard.add("closed");
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /// The requests so far.
  List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
