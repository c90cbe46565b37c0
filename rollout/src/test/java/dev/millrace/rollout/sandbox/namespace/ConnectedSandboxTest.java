package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.sandbox.audit.AuditEvent;
import dev.millrace.rollout.sandbox.audit.AuditLogs;
import dev.millrace.rollout.sandbox.audit.AuditTrail;
import dev.millrace.rollout.sandbox.audit.AuditedProvider;
import dev.millrace.rollout.sandbox.network.Decision;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sandboxes with a list of hosts, against a server of the test's on the host's own loopback.
@Timeout(120)
final class ConnectedSandboxTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 1L << 30, 4096);

  /// What a program says to the proxy; bash is in every image.
  private static final String ASK =
      """
      ask() {
        exec 3<>/dev/tcp/127.0.0.1/41418 || return
        printf 'GET http://%s/ HTTP/1.1\\r\\n\\r\\n' "$1" >&3
        tail -n 1 <&3
        echo
        exec 3>&-
      }
      """;

  private final Providers providers = new Providers();
  private final List<Decision> decisions = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = "hello".getBytes(StandardCharsets.US_ASCII);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    server.stop(0);
    providers.close();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private static Environment environment(Network network) {
    return new Environment(List.of(), Map.of(), "/", null, "connected")
        .with(new Needs(new BaseImage.Any(), network, new Network.None()));
  }

  private Network listed() {
    return new Network.Given(List.of("localhost:" + port(), "127.0.0.1:" + port()));
  }

  private Sandbox connected(SandboxProvider provider) throws InterruptedException {
    return provider.create(environment(listed()), Attachments.NONE.with(decisions::add));
  }

  private static ExecResult run(Sandbox sandbox, String script) throws InterruptedException {
    return sandbox.exec(Command.bash(ASK + script, LIMITS));
  }

  @ParameterizedTest
  @EnumSource
  void aListedServerIsReachedThroughTheProxy(Mechanism mechanism) throws Exception {
    try (var sandbox = connected(providers.open(mechanism))) {
      String script =
          "ask localhost:" + port() + "; ask 127.0.0.1:" + port() + "; echo $HTTPS_PROXY";
      assertEquals("hello\nhello\nhttp://127.0.0.1:41418\n", run(sandbox, script).stdout());
      // The way outlives a command.
      assertEquals("hello\n", run(sandbox, "ask localhost:" + port()).stdout());
      try (Shell shell = sandbox.shell(LIMITS)) {
        String said = shell.run(ASK + "ask localhost:" + port(), LIMITS.time()).stdout();
        assertEquals("hello\n", said);
      }
      assertEquals("4", sandbox.facts().get("network_allowed"));
      assertEquals("0", sandbox.facts().get("network_denied"));
      assertEquals(
          "localhost:" + port() + "=ALLOWED 127.0.0.1:" + port() + "=ALLOWED",
          sandbox.facts().get("network_decisions"));
    }
    assertEquals(4, decisions.stream().filter(d -> d.receivedBytes() > 5).count());
  }

  @ParameterizedTest
  @EnumSource
  void nothingElseIsReached(Mechanism mechanism) throws Exception {
    try (var sandbox = connected(providers.open(mechanism))) {
      String denied = run(sandbox, "ask localhost:1; ask 169.254.169.254").stdout();
      assertTrue(denied.contains("localhost:1 is not on the list"), denied);
      assertTrue(denied.contains("169.254.169.254:80 is an address"), denied);
      assertEquals("2", sandbox.facts().get("network_denied"));
      assertEquals(
          "localhost:1=DENIED 169.254.169.254:80=DENIED", sandbox.facts().get("network_decisions"));
      for (String host : List.of("127.0.0.1", "localhost")) {
        var direct = run(sandbox, "exec 3<>/dev/tcp/" + host + "/" + port());
        assertTrue(direct.stdout().contains("refused"), direct.stdout());
      }
      for (InetAddress own : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
        var direct = run(sandbox, "exec 3<>/dev/tcp/" + own.getHostAddress() + "/" + port());
        assertFalse(direct.ok(), direct.stdout());
      }
      // No interface but its own, and no right to make one.
      assertEquals(
          "lo\n", run(sandbox, "sed -n 's/^ *\\([a-z0-9]*\\):.*/\\1/p' /proc/net/dev").stdout());
    }
    assertEquals(List.of(Decision.Verdict.DENIED, Decision.Verdict.DENIED), verdicts());
  }

  private List<Decision.Verdict> verdicts() {
    return decisions.stream().map(Decision::verdict).toList();
  }

  @Test
  void aProgramThatKnowsOnlyItsVariablesHearsWhyNot() throws Exception {
    assumeTrue(
        Host.local().program("python3").isPresent(), "no python3: no program asks the proxy");
    String script =
        """
        import urllib.error, urllib.request
        for url in "http://denied.example/", "https://denied.example/":
            try:
                urllib.request.urlopen(url)
            except urllib.error.HTTPError as e:
                print(e.code, e.read().decode().strip())
            except urllib.error.URLError as e:
                print(e.reason)
        """;
    try (var sandbox = connected(providers.open(Mechanism.BUBBLEWRAP))) {
      var said = sandbox.exec(Command.of(List.of("python3", "-c", script), LIMITS));
      assertEquals(
          """
          403 millrace proxy: denied.example:80 is not on the list of allowed hosts
          Tunnel connection failed: 403 Refused
          """,
          said.stdout(),
          said.stderr());
    }
  }

  @Test
  void aTasksListReachesNoPrivateAddress() throws Exception {
    var network = new Network.Hosts(List.of("localhost:" + port(), "127.0.0.1:" + port()));
    try (var sandbox = providers.open(Mechanism.BUBBLEWRAP).create(environment(network))) {
      String denied =
          run(sandbox, "ask localhost:" + port() + "; ask 127.0.0.1:" + port()).stdout();
      assertTrue(denied.contains("localhost stands for 127.0.0.1, not public"), denied);
      assertTrue(denied.contains("is an address that is not on the list"), denied);
    }
  }

  @Test
  void anEntryThatIsNoneIsAFailureOfTheEnvironment() throws Exception {
    var provider = providers.open(Mechanism.BUBBLEWRAP);
    var network = new Network.Hosts(List.of("https://a.example/"));
    var thrown = assertThrows(FailureException.class, () -> provider.create(environment(network)));
    assertTrue(thrown.failure() instanceof Failure.Environment, thrown.toString());
    assertTrue(thrown.failure().detail().contains("https://a.example/"), thrown.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aForkHasAWayAndALogOfItsOwn(Mechanism mechanism, @TempDir Path logs) throws Exception {
    var audited =
        new AuditedProvider(
            providers.open(mechanism), new AuditLogs(logs, "net", InstantSource.system()));
    try (var fork = forked(audited)) {
      // The parent is closed: its proxy is gone, and its holder is there for the fork's sake.
      assertEquals("hello\n", run(fork, "ask localhost:" + port()).stdout());
      assertEquals("1", fork.facts().get("network_allowed"));
    }
    List<String> seen = List.of("ALLOWED localhost", "ENDED localhost");
    assertEquals(List.of(List.of("DENIED a.example"), seen), network(logs));
  }

  private Sandbox forked(SandboxProvider provider) throws InterruptedException {
    try (var parent = provider.create(environment(listed()))) {
      run(parent, "ask a.example");
      return parent.fork();
    }
  }

  /// What each log says of the network, in the order of their names.
  private static List<List<String>> network(Path logs) throws IOException {
    try (var files = Files.list(logs)) {
      return files
          .sorted()
          .map(ConnectedSandboxTest::trail)
          .map(
              trail ->
                  trail.entries().stream()
                      .filter(entry -> entry.event() instanceof AuditEvent.Network)
                      .map(entry -> (AuditEvent.Network) entry.event())
                      .map(event -> event.verdict() + " " + event.host())
                      .toList())
          .toList();
    }
  }

  private static AuditTrail trail(Path file) {
    try {
      return AuditTrail.read(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
