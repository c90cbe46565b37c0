package dev.millrace.orchestrator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A server that answers each request with the same bytes, and leaves the connection open.
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final byte[] answer;

  private RawServer(ServerSocket socket, byte[] answer) {
    this.socket = socket;
    this.answer = answer;
  }

  static RawServer answering(String text) throws IOException {
    ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    RawServer server = new RawServer(socket, text.getBytes(StandardCharsets.ISO_8859_1));
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket one = socket.accept();
        Thread.ofVirtual().start(() -> serve(one));
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }
  }

  private void serve(Socket one) {
    try (one) {
      InputStream in = one.getInputStream();
      byte[] request = new byte[8192];
      while (in.read(request) > 0) {
        one.getOutputStream().write(answer);
        one.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client has gone.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
