package dev.millrace.rollout.sandbox.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Has an engine build an image, over a connection of its own: the engine's client has no words for
/// what Podman has to be told. When the connection is closed, the engine gives up.
final class BuildRequest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final Thread reader;

  private BuildRequest(SocketChannel channel, Thread reader) {
    this.channel = channel;
    this.reader = reader;
  }

  /// Does not wait for anything, not even for the connection.
  ///
  /// @param host `unix:///PATH` or `tcp://HOST:PORT`
  /// @param query of the engine's interface, not yet encoded
  /// @param context a tar
  /// @param output hears what the engine says, on a thread of its own
  static BuildRequest send(URI host, Map<String, String> query, byte[] context, BuildOutput output)
      throws IOException {
    // Of this version, so that the answer comes in one piece that ends with the connection.
    String head =
        "POST /build?"
            + query.entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"))
            + " HTTP/1.0\r\nHost: engine\r\nContent-Type: application/x-tar\r\nContent-Length: "
            + context.length
            + "\r\n\r\n";
    var channel =
        "unix".equals(host.getScheme())
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    // A virtual thread would not wait where an engine's unix socket takes no connection just now.
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .name("image-build")
            .start(
                () -> {
                  try {
                    channel.connect(PathFacts.address(host));
                    write(channel, head.getBytes(StandardCharsets.US_ASCII));
                    write(channel, context);
                    read(channel, output);
                  } catch (IOException | RuntimeException e) {
                    output.broken(e);
                  } finally {
                    output.ended();
                  }
                });
    return new BuildRequest(channel, reader);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static void read(SocketChannel channel, BuildOutput output) throws IOException {
    var lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    String status = lines.readLine();
    String line = status;
    while (line != null && !line.isEmpty()) {
      line = lines.readLine();
    }
    if (status == null || line == null) {
      throw new IOException("no whole answer: " + status);
    }
    for (line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode said = Objects.requireNonNull(JSON.readTree(line));
      output.said(said.path("stream").asText(""));
      String error = said.path("error").asText(said.path("message").asText(""));
      if (!error.isEmpty()) {
        output.failed(error.strip());
      }
    }
    if (!status.contains(" 200 ")) {
      output.failed(status);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Engine.completely(reader::join);
  }
}
