package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be said through the proxy.
final class ProxyContentTest extends ProxyFixture {
  private String hello(String asked, byte[] sent) throws IOException {
    TestServer server = server(TestServer.echoing());
    proxy("good.example:" + server.port());
    String connect = "CONNECT good.example:" + server.port() + " HTTP/1.1\r\n\r\n";
    try (var client = new ProxyClient(socket())) {
      client.send(connect);
      client.read(OPEN.length());
      // In two pieces, as a network may cut it.
      String text = new String(sent, StandardCharsets.ISO_8859_1);
      client.send(text.substring(0, 7));
      client.send(text.substring(7) + asked);
      client.end();
      return client.rest();
    }
  }

  @Test
  void tlsForTheHostThatWasAskedForGoesThrough() throws IOException {
    byte[] own = TlsHello.naming("good.example");
    assertEquals(own.length + 5, hello("after", own).length());
    assertEquals(1, verdicts().size());
  }

  @Test
  void tlsForAnotherHostIsCutBeforeAByteOfItWasSent() throws IOException {
    String answer = hello("after", TlsHello.naming("evil.example"));
    assertTrue(answer.isEmpty() || answer.equals("[broke off]"), answer);
    assertEquals(Decision.Verdict.CUT, verdicts().getLast().verdict());
    assertTrue(verdicts().getLast().why().contains("another host"));
    until(() -> decisions.size() == 3);
    assertEquals(0, decisions.getLast().sentBytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: good.example",
        "GET ftp://good.example/ HTTP/1.1",
        "GET http://user@good.example/ HTTP/1.1",
        "GET http://good.example/ HTTP/2",
        "GET  http://good.example/ HTTP/1.1",
        "GET http:///x HTTP/1.1",
        "GET http://good.example:0/ HTTP/1.1",
        "GET http://good.example:99999/ HTTP/1.1",
        "GET http://good.example/ HTTP/1.1\r\n folded: x",
        "GET http://good.example/ HTTP/1.1\r\nno header",
        "GET http://good.example/ HTTP/1.1\r\nA: x\nHost: y",
        "POST http://good.example/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
        "POST http://good.example/ HTTP/1.1\r\nContent-Length: +1",
        "POST http://good.example/ HTTP/1.1\r\nTransfer-Encoding: chunked",
        "CONNECT good.example HTTP/1.1",
        "hello",
      })
  void whatTwoReadersCouldReadDifferentlyIsRefused(String head) throws IOException {
    proxy("good.example:80");
    String answer = ask(head + "\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400") || answer.startsWith("HTTP/1.1 411"), answer);
    assertEquals(List.of(), decisions);
  }

  @Test
  void aHeadWithoutEndIsRefused() throws IOException {
    proxy("good.example:80");
    assertDenied(ask("GET http://good.example/" + "x".repeat(16_384 - 24)), 431, "head of more");
  }
}
