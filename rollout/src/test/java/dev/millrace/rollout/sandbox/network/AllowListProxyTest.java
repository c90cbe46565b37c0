package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where the proxy leads to, and where not.
final class AllowListProxyTest extends ProxyFixture {
  @Test
  void aTunnelCarriesBytesBothWaysToItsEnd() throws IOException {
    int port = server(TestServer.echoing()).port();
    proxy("good.example:" + port);
    try (var client = new ProxyClient(socket())) {
      client.send("CONNECT GOOD.example.:" + port + " HTTP/1.1\r\nHost: x\r\n\r\nearly ");
      assertEquals(OPEN + "early ", client.read(OPEN.length() + 6));
      client.send("late");
      client.end();
      assertEquals("late", client.rest());
    }
    assertEquals(
        List.of(new Decision("good.example", port, Decision.Verdict.ALLOWED, "127.0.0.1", 0, 0)),
        verdicts());
    until(() -> decisions.size() == 2);
    assertEquals(
        new Decision("good.example", port, Decision.Verdict.ENDED, "", 10, 10),
        decisions.getLast());
  }

  @Test
  void aPlainRequestIsWrittenAnewForItsServer() throws IOException {
    TestServer server = server(TestServer.answering("hello"));
    String host = "a.sub.example:" + server.port();
    proxy("*.sub.example:" + server.port());
    String answer =
        ask(
            "POST http://"
                + host
                + "/p?q=1 HTTP/1.1\r\n"
                + "Host: evil.example\r\n"
                + "Accept: */*\r\n"
                + "Proxy-Authorization: x\r\n"
                + "Connection: keep-alive\r\n"
                + "Content-Length: 4\r\n\r\n"
                + "bodyGET http://x/ HTTP/1.1");
    assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
    assertEquals(
        List.of(
            "POST /p?q=1 HTTP/1.1\r\nHost: "
                + host
                + "\r\nAccept: */*\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody"),
        server.heard());
  }

  @Test
  void whatIsNotListedIsDeniedAndNeverReached() throws IOException {
    TestServer server = server(TestServer.answering("hello"));
    int port = server.port();
    proxy("*.sub.example:" + port, "good.example:1");
    for (String host : List.of("good.example", "sub.example", "asub.example", "other.example")) {
      assertDenied(
          ask("CONNECT " + host + ":" + port + " HTTP/1.1\r\n\r\n"), 403, "not on the list");
      assertDenied(ask("GET http://" + host + ":" + port + "/ HTTP/1.1\r\n\r\n"), 403, "not on");
    }
    assertEquals(8, decisions.size());
    assertTrue(decisions.stream().allMatch(d -> d.verdict() == Decision.Verdict.DENIED));
    assertEquals(List.of(), server.heard());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "[::1]",
        "0x7f.1",
        "2130706433",
        "0177.0.0.1",
        "127.1",
        "[::ffff:10.0.0.1]",
        "1.",
      })
  void addressesAreDeniedInEverySpelling(String address) throws IOException {
    int port = server(TestServer.echoing()).port();
    proxy("good.example:" + port);
    assertDenied(
        ask("CONNECT " + address + ":" + port + " HTTP/1.1\r\n\r\n"), 403, "address that is not");
    assertEquals(Decision.Verdict.DENIED, decisions.getFirst().verdict());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inside.example", "both.example", "metadata.example", "six.example"})
  void namesOfInnerAddressesAreDenied(String host) throws IOException {
    int port = server(TestServer.echoing()).port();
    proxy(host + ":" + port);
    assertDenied(ask("CONNECT " + host + ":" + port + " HTTP/1.1\r\n\r\n"), 403, "not public");
    assertEquals(Decision.Verdict.DENIED, decisions.getFirst().verdict());
  }

  @Test
  void anAddressIsReachedWhereItIsListed() throws IOException {
    int port = server(TestServer.answering("hello")).port();
    proxy("127.0.0.0/8:" + port, "[::1]:" + port);
    String answer = ask("GET http://127.0.0.1:" + port + "/ HTTP/1.1\r\n\r\n");
    assertTrue(answer.endsWith("hello"), answer);
    assertDenied(ask("GET http://10.1.2.3:" + port + "/ HTTP/1.1\r\n\r\n"), 403, "not on the list");
    // The block is no leave to ask for names in it.
    assertDenied(
        ask("GET http://good.example:" + port + "/ HTTP/1.1\r\n\r\n"), 403, "not on the list");
  }

  @Test
  void aListedNameMayStandForAListedPrivateAddress() throws IOException {
    proxy("both.example:1", "inside.example:1", "192.168.0.0/16:1");
    assertDenied(ask("CONNECT inside.example:1 HTTP/1.1\r\n\r\n"), 403, "10.1.2.3, not public");
    ask("CONNECT both.example:1 HTTP/1.1\r\n\r\n");
    assertEquals(
        List.of(Decision.Verdict.DENIED, Decision.Verdict.ALLOWED),
        verdicts().stream().map(Decision::verdict).toList());
  }

  @Test
  void aTasksListLeadsToNoPrivateAddress() throws IOException {
    proxy(
        LIMITS,
        decisions::add,
        new AllowList(
            List.of("inside.example:1", "10.0.0.0/8:1", "169.254.169.254:80"),
            AllowList.Reach.PUBLIC));
    assertDenied(ask("CONNECT inside.example:1 HTTP/1.1\r\n\r\n"), 403, "not public");
    assertDenied(ask("CONNECT 10.1.2.3:1 HTTP/1.1\r\n\r\n"), 403, "not on the list");
    assertDenied(
        ask("GET http://169.254.169.254/latest/ HTTP/1.1\r\n\r\n"), 403, "not on the list");
  }

  @Test
  void whatCannotBeReachedSaysSo() throws IOException {
    // Bound, so that nobody else gets the port, and nobody listens.
    try (var taken =
        SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      int port = ((InetSocketAddress) taken.getLocalAddress()).getPort();
      proxy("good.example:" + port, "unknown.example:80");
      assertDenied(
          ask("CONNECT good.example:" + port + " HTTP/1.1\r\n\r\n"), 502, "cannot be reached");
    }
    assertDenied(ask("GET http://unknown.example/ HTTP/1.1\r\n\r\n"), 502, "is not known");
  }

  @Test
  void nothingGoesOutThatCannotBeRecorded() throws IOException {
    TestServer server = server(TestServer.answering("hello"));
    DecisionListener full =
        _ -> {
          throw new IllegalStateException("the disk is full");
        };
    proxy(LIMITS, full, "good.example:" + server.port());
    assertEquals("", ask("GET http://good.example:" + server.port() + "/ HTTP/1.1\r\n\r\n"));
    assertEquals(List.of(), server.heard());
  }

  @Test
  void closingEndsAllAndRemovesTheSocket() throws IOException {
    int port = server(TestServer.echoing()).port();
    var proxy = proxy("good.example:" + port);
    try (var client = new ProxyClient(socket())) {
      client.send("CONNECT good.example:" + port + " HTTP/1.1\r\n\r\n");
      client.read(OPEN.length());
      proxy.close();
      client.rest();
      assertEquals(0, proxy.connections());
      assertFalse(Files.exists(socket()));
      proxy.close();
    }
  }
}
