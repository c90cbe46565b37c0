package dev.millrace.rollout.harness.external;

import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.gateway.SessionRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// A gateway that answers every line with the same line in capitals, and whose record was made
/// beforehand.
final class PlannedGateway implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final SessionRecord record;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  PlannedGateway(Path directory, SessionRecord record) throws IOException {
    this.socket = Files.createDirectories(directory).resolve("gateway.sock");
    this.record = record;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  List<String> heard() {
    return heard;
  }

  boolean sessionClosed() {
    return closed;
  }

  GatewaySession open(GatewayEpisode episode) {
    return new GatewaySession() {
      @Override
      public String key() {
        return "key-of-" + episode.id().value();
      }

      @Override
      public URI baseUrl() {
        return URI.create("http://127.0.0.1:1/s/abc");
      }

      @Override
      public Path socket() {
        return socket;
      }

      @Override
      public SessionRecord record() {
        return record;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private void serve() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (ClosedChannelException e) {
      heard.add("end");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(SocketChannel client) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try (client) {
      while (client.read(buffer) >= 0) {
        String said = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
        heard.add(said.strip());
        client.write(StandardCharsets.UTF_8.encode(said.toUpperCase(Locale.ROOT)));
        buffer.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
