package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against an engine that gives one answer.
final class PathFactsTest {
  @TempDir Path directory;

  private Optional<String> facts(String answer) throws IOException {
    var address = UnixDomainSocketAddress.of(directory.resolve("s"));
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      Thread.ofVirtual()
          .start(
              () -> {
                try (var channel = server.accept()) {
                  channel.read(ByteBuffer.allocate(4096));
                  channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
                  if (answer.isEmpty()) {
                    // Until the asker has gone.
                    channel.read(ByteBuffer.allocate(1));
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      var patience = Duration.ofMillis(answer.isEmpty() ? 50 : 20_000);
      return new PathFacts(URI.create("unix://" + directory.resolve("s")), patience)
          .of("container", "/a b/ü");
    }
  }

  @Test
  void theHeadersValueIsGiven() throws IOException {
    assertEquals(
        Optional.of("e30="),
        facts("HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: e30=\r\nX: y\r\n\r\n"));
  }

  @Test
  void nothingThereIsEmpty() throws IOException {
    assertEquals(Optional.empty(), facts("HTTP/1.1 404 Not Found\r\n\r\n"));
  }

  @Test
  void aRefusalFails() {
    String refused = "HTTP/1.1 500 Internal Server Error\r\n\r\n";
    var failure = assertThrows(IOException.class, () -> facts(refused));
    assertTrue(String.valueOf(failure.getMessage()).contains("500"), failure.toString());
  }

  @Test
  void aCutAnswerFails() {
    assertThrows(IOException.class, () -> facts("HTTP/1.1 200 OK\r\nX-Docker-Cont"));
  }

  @Test
  void anAnswerWithoutTheHeaderFails() {
    assertThrows(IOException.class, () -> facts("HTTP/1.1 200 OK\r\n\r\n"));
  }

  @Test
  void silenceFails() {
    var failure = assertThrows(IOException.class, () -> facts(""));
    assertTrue(String.valueOf(failure.getMessage()).contains("no answer"), failure.toString());
  }

  @Test
  void modesAreThoseOfTheSystem() throws IOException {
    assertEquals(new Stat(Stat.Kind.FILE, 0644, 2), stat("{\"size\":2,\"mode\":420}"));
    assertEquals(new Stat(Stat.Kind.DIRECTORY, 01777, 0), stat("{\"mode\":2148532735}"));
    assertEquals(new Stat(Stat.Kind.LINK, 0777, 0), stat("{\"mode\":134218239}"));
    assertEquals(new Stat(Stat.Kind.PIPE, 0644, 0), stat("{\"mode\":33554852}"));
    assertEquals(new Stat(Stat.Kind.FILE, 04755, 0), stat("{\"mode\":8389101}"));
    assertEquals(new Stat(Stat.Kind.OTHER, 0755, 0), stat("{\"mode\":16777709}"));
  }

  private static Stat stat(String json) throws IOException {
    return Stat.of(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
  }
}
