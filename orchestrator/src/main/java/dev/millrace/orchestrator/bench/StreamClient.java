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
import java.util.function.LongConsumer;

/// A bare HTTP client for streams on one connection, so that what is measured is the server. For
/// one thread.
final class StreamClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int LINE_BYTES = 65_536;

  private final Socket socket;
  private final InputStream in;
  private final byte[] line = new byte[LINE_BYTES];

  StreamClient(URI gateway) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 16_384);
  }

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

  /// Sends a request and hears its whole answer.
  ///
  /// @param heard told for each event with content when it was there, by [System#nanoTime]
  /// @return when the request was sent
  long stream(byte[] request, LongConsumer heard) throws IOException {
    long sent = System.nanoTime();
    socket.getOutputStream().write(request);
    String status = readLine();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("the gateway answered " + status);
    }
    String next = readLine();
    while (!next.equals("0")) {
      if (next.startsWith("data: ")
          && next.contains("\"content\":\"")
          && !next.contains("\"content\":\"\"")) {
        heard.accept(System.nanoTime());
      }
      next = readLine();
    }
    readLine();
    return sent;
  }

  /// Without its end.
  private String readLine() throws IOException {
    int length = 0;
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || length == line.length) {
        throw new EOFException("the gateway's answer broke off after a part of a line");
      }
      line[length++] = (byte) next;
    }
    boolean hasReturn = length > 0 && line[length - 1] == '\r';
    return new String(line, 0, hasReturn ? length - 1 : length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
