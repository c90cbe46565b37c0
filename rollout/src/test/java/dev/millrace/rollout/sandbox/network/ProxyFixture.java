package dev.millrace.rollout.sandbox.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// A proxy with a list, made-up names, servers of this machine, and what was decided.
@Timeout(60)
abstract class ProxyFixture {
  static final String OPEN = "HTTP/1.1 200 Connection established\r\n\r\n";
  static final ProxyLimits LIMITS =
      new ProxyLimits(3, 1000, 100_000, Duration.ofHours(1), Duration.ofSeconds(10));
  static final Map<String, List<String>> NAMES =
      Map.of(
          "good.example", List.of("127.0.0.1"),
          "a.sub.example", List.of("127.0.0.1"),
          "sub.example", List.of("127.0.0.1"),
          "inside.example", List.of("10.1.2.3"),
          "both.example", List.of("127.0.0.1", "192.168.0.1"),
          "metadata.example", List.of("169.254.169.254"),
          "six.example", List.of("::1"));

  final List<Decision> decisions = new CopyOnWriteArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Path directory = Path.of("/");

  @BeforeEach
  void shortPath() throws IOException {
    // The name of a unix socket has at most 107 bytes.
    directory = Files.createTempDirectory(Path.of("/tmp"), "px");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    Files.delete(directory);
  }

  TestServer server(TestServer.Behaviour behaviour) throws IOException {
    TestServer server = new TestServer(behaviour);
    opened.add(server);
    return server;
  }

  AllowListProxy proxy(ProxyLimits limits, DecisionListener listener, String... entries) {
    return proxy(limits, listener, new AllowList(List.of(entries), AllowList.Reach.ANY));
  }

  AllowListProxy proxy(ProxyLimits limits, DecisionListener listener, AllowList allowed) {
    var names = new FakeNames(NAMES);
    var keeper = new Doorkeeper(allowed, names, limits, new Budget(limits), listener);
    var proxy = AllowListProxy.start(socket(), keeper, nanos::get);
    opened.add(proxy);
    return proxy;
  }

  AllowListProxy proxy(String... entries) {
    return proxy(LIMITS, decisions::add, entries);
  }

  Path socket() {
    return directory.resolve("s");
  }

  String ask(String request) throws IOException {
    return ProxyClient.ask(socket(), request);
  }

  static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /// Without what tells of an end, which comes when it will.
  List<Decision> verdicts() {
    return decisions.stream().filter(d -> d.verdict() != Decision.Verdict.ENDED).toList();
  }

  void assertDenied(String answer, int status, String why) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    assertTrue(answer.contains(why), answer);
  }
}
