package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.gateway.ConversationsTest.Gated;
import dev.millrace.rollout.task.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of TCP connections.
@Timeout(60)
class ConnectionsTest {
  @TempDir Path directory;

  private Served served(Served.Engine engine) {
    return Served.of(
        GatewaySettings.at(directory.resolve("s")).withKeepAlive(Duration.ofMillis(20)),
        engine,
        Limits.DEFAULT);
  }

  private static Socket connect(Served served) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), served.gateway.address().getPort());
    socket.setSoTimeout(50_000);
    return socket;
  }

  private static byte[] request(Served served, String path, String headers, String body) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + served.session.key()
            + "\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n"
            + headers
            + "\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, false, 200",
    "/v1/chat/completions, true, 200",
    "/v1/messages, false, 200",
    "/v1/messages, true, 200",
    "/v1/nowhere, false, 404"
  })
  void connectionThatIsToCloseCloses(String path, boolean isStream, int status) throws IOException {
    try (Served served = served(Served.says(Served.text("Hello.")));
        Socket socket = connect(served)) {
      String body = ChatTest.ask(",\"max_tokens\":99,\"stream\":" + isStream);
      socket.getOutputStream().write(request(served, path, "Connection: close\r\n", body));
      // Reads to the end of the connection, which comes only when the gateway closes it.
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
      assertTrue(answer.toLowerCase(Locale.ROOT).contains("connection: close"), answer);
      assertTrue(!isStream || answer.endsWith("\r\n0\r\n\r\n"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/messages"})
  void clientThatHangsUpBeforeAWholeAnswerCancelsTheEngine(String path) throws Exception {
    Gated engine = new Gated();
    try (Served served = served(engine)) {
      try (Socket socket = connect(served)) {
        String body = ChatTest.ask(",\"max_tokens\":99,\"input\":\"Hi\",\"prompt\":\"Hi\"");
        socket.getOutputStream().write(request(served, path, "", body));
        assertTrue(engine.begun.await(20, TimeUnit.SECONDS));
      }
      assertTrue(engine.cancelled.await(20, TimeUnit.SECONDS));
      assertEquals(0, served.session.record().modelCalls().size());
    }
  }

  /// An answer that is made already, given again, goes out in one piece.
  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/chat/completions", "/v1/completions", "/v1/responses", "/v1/messages"})
  void eventsThatAreThereLeaveTogether(String path) throws IOException {
    try (Served served = served(Served.says(Served.text("Hello there, all of you.")));
        Socket socket = connect(served)) {
      String body =
          ChatTest.ask(",\"max_tokens\":99,\"input\":\"Hi\",\"prompt\":\"Hi\",\"stream\":true");
      assertEquals(200, served.client.post(path, body).status());
      socket.getOutputStream().write(request(served, path, "Connection: close\r\n", body));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String chunks = answer.substring(answer.indexOf("\r\n\r\n") + 2);
      long sizes = chunks.lines().filter(line -> line.matches("[0-9a-fA-F]+")).count();
      assertEquals(2, sizes, answer);
      assertTrue(chunks.endsWith("0\r\n\r\n"), answer);
      assertEquals(1, served.session.record().counts().get("retry_replayed"));
    }
  }

  /// The gateway reads ahead to see whether a client is there; what it reads is the next request.
  @Test
  void requestSentWhileAnotherWaitsIsAnsweredAfterIt() throws Exception {
    Gated engine = new Gated();
    try (Served served = served(engine);
        Socket socket = connect(served)) {
      String first = ChatTest.ask("");
      String second = ChatTest.ask(",\"user\":\"2\"");
      String path = "/v1/chat/completions";
      socket.getOutputStream().write(request(served, path, "", first));
      assertTrue(engine.begun.await(20, TimeUnit.SECONDS));
      byte[] next = request(served, path, "Connection: close\r\n", second);
      socket.getOutputStream().write(next, 0, 50);
      engine.gate.countDown();
      socket.getOutputStream().write(next, 50, next.length - 50);
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(2, answers.split("HTTP/1.1 200", -1).length - 1, answers);
      assertEquals(2, served.session.record().modelCalls().size());
    }
  }
}
