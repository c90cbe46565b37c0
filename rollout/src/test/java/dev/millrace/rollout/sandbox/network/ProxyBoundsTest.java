package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How much goes through the proxy, and how long.
final class ProxyBoundsTest extends ProxyFixture {
  @Test
  void bytesBeyondTheLimitCutTheWayAndCloseIt() throws IOException {
    int port = server(TestServer.echoing()).port();
    proxy("good.example:" + port);
    String connect = "CONNECT good.example:" + port + " HTTP/1.1\r\n\r\n";
    try (var client = new ProxyClient(socket())) {
      client.send(connect);
      client.read(OPEN.length());
      for (int i = 0; i < 4; i++) {
        client.send("x".repeat(10_000));
        assertEquals(10_000, client.read(10_000).length());
      }
      client.send("x".repeat(10_000));
      client.read(10_000);
      client.send("x".repeat(10_000));
      assertTrue(client.rest().length() < 10_100);
    }
    assertDenied(ask(connect), 403, "100000 bytes allowed are used up");
    assertEquals(
        List.of(Decision.Verdict.ALLOWED, Decision.Verdict.CUT, Decision.Verdict.DENIED),
        verdicts().stream().map(Decision::verdict).toList());
  }

  @Test
  void ofRequestsBeyondTheLimitOnlyTheFirstIsTold() throws IOException {
    var few = new ProxyLimits(3, 2, 1000, Duration.ofHours(1), Duration.ofSeconds(1));
    proxy(few, decisions::add, "good.example:1");
    for (int i = 0; i < 5; i++) {
      String why = i < 2 ? "not on the list" : "2 requests allowed";
      assertDenied(ask("CONNECT other.example:1 HTTP/1.1\r\n\r\n"), 403, why);
    }
    assertEquals(3, decisions.size());
  }

  @Test
  void connectionsWithoutTrafficAreClosed() throws IOException {
    int port = server(TestServer.echoing()).port();
    var proxy = proxy("good.example:" + port);
    try (var silent = new ProxyClient(socket());
        var idle = new ProxyClient(socket());
        var busy = new ProxyClient(socket())) {
      for (var client : List.of(idle, busy)) {
        client.send("CONNECT good.example:" + port + " HTTP/1.1\r\n\r\n");
        client.read(OPEN.length());
      }
      until(() -> proxy.connections() == 3);
      nanos.set(Duration.ofMinutes(59).toNanos());
      busy.send("x");
      assertEquals("x", busy.read(1));
      proxy.closeIdle();
      assertEquals(3, proxy.connections());
      nanos.set(Duration.ofMinutes(60).toNanos());
      proxy.closeIdle();
      silent.rest();
      idle.rest();
      until(() -> proxy.connections() == 1);
      busy.send("y");
      assertEquals("y", busy.read(1));
    }
  }

  @Test
  void moreConnectionsThanAllowedWaitTheirTurn() throws IOException {
    int port = server(TestServer.echoing()).port();
    var proxy = proxy("good.example:" + port);
    List<ProxyClient> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(new ProxyClient(socket()));
      clients.get(i).send("CONNECT good.example:" + port + " HTTP/1.1\r\n\r\n");
      if (i < 3) {
        clients.get(i).read(OPEN.length());
      }
    }
    assertEquals(3, proxy.connections());
    assertEquals(3, verdicts().size());
    clients.get(0).close();
    assertEquals(OPEN, clients.get(3).read(OPEN.length()));
    for (var client : clients) {
      client.close();
    }
  }
}
