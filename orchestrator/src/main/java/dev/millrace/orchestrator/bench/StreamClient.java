package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.gateway.GatewaySession;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A bare HTTP client for streams on one connection, so that what is measured is the server. For
/// one thread.
final class StreamClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final byte[] END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final InputStream in;

  StreamClient(URI gateway) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
  }

  /// @param firstByteNanos from sending to the first byte of the answer
  /// @param totalNanos from sending to its last byte
  record Timing(long firstByteNanos, long totalNanos) {}

  static byte[] request(GatewaySession session, String content) {
    String body =
        "{\"model\":\"millrace\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
            + content
            + "\"}]}";
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + session.key()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }

  Timing stream(byte[] request) throws IOException {
    long sent = System.nanoTime();
    socket.getOutputStream().write(request);
    int first = in.read();
    long heard = System.nanoTime() - sent;
    if (first < 0) {
      throw new EOFException("the gateway closed the connection");
    }
    StringBuilder status = new StringBuilder().append((char) first);
    int matched = 0;
    while (matched < END.length) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the gateway's answer broke off: " + status);
      }
      if (status.length() < "HTTP/1.1 200".length()) {
        status.append((char) next);
      }
      matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
    }
    if (!status.toString().equals("HTTP/1.1 200")) {
      throw new IOException("the gateway answered " + status);
    }
    return new Timing(heard, System.nanoTime() - sent);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
