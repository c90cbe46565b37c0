package dev.millrace.rollout.sandbox.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A program that speaks to a proxy's socket byte by byte.
final class ProxyClient implements AutoCloseable {
  private final SocketChannel channel;

  ProxyClient(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /// Sends a request and reads to the end.
  static String ask(Path socket, String request) throws IOException {
    try (var client = new ProxyClient(socket)) {
      client.send(request);
      return client.rest();
    }
  }

  void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  void end() throws IOException {
    channel.shutdownOutput();
  }

  /// So many bytes.
  String read(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // Until all are there.
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /// All that comes before the end; a connection that breaks off has ended.
  String rest() {
    var all = new ByteArrayOutputStream();
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    try {
      while (channel.read(bytes.clear()) >= 0) {
        all.write(bytes.array(), 0, bytes.position());
      }
    } catch (IOException e) {
      all.writeBytes("[broke off]".getBytes(StandardCharsets.ISO_8859_1));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
