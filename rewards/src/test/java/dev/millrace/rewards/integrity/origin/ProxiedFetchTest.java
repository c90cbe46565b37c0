package dev.millrace.rewards.integrity.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.score.Detectors;
import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Needs;
import dev.millrace.rollout.task.Network;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program of an agent's asks of the network, which no command says, is found by what the
/// proxy of a real sandbox decided.
final class ProxiedFetchTest {
  private static final String FETCH =
      """
      for place in "$@"; do
        exec 3<>/dev/tcp/127.0.0.1/41418
        printf 'GET http://%s/ HTTP/1.1\\r\\n\\r\\n' "$place" >&3
        tail -n 1 <&3
        exec 3>&-
      done
      """;

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] answer = "hello from afar".getBytes(StandardCharsets.US_ASCII);
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
  void stop() {
    server.stop(0);
  }

  @Test
  void whatTheProxyRefusedIsFlaggedAndWhatStaysOnThisMachineIsNot()
      throws IOException, InterruptedException {
    String listed = "localhost:" + server.getAddress().getPort();
    try (Providers providers = new Providers()) {
      SandboxProvider sandboxes = providers.open(Mechanism.DIRECT);
      Task task = task(listed, "bash deps " + listed + " packages.acme.dev");
      Trajectory trajectory = run(task, sandboxes);

      String said = said(trajectory);
      assertTrue(said.contains("hello from afar"), said);
      assertTrue(said.contains("packages.acme.dev:80 is not on the list"), said);
      assertEquals(
          listed + "=ALLOWED packages.acme.dev:80=DENIED",
          trajectory.provenance().facts().get("network_decisions"));
      assertEquals(
          List.of(
              new Flag("network_fetch", null, "packages.acme.dev:80", "the proxy decided: DENIED")),
          flags(task, trajectory, sandboxes));
    }
  }

  private static List<Flag> flags(Task task, Trajectory trajectory, SandboxProvider sandboxes)
      throws InterruptedException {
    try (Evidence evidence =
        Evidence.of(task, trajectory, new Verdict.Judged(1, List.of()), sandboxes)) {
      return Detectors.bundled().find(evidence);
    }
  }

  private static Trajectory run(Task task, SandboxProvider sandboxes) throws InterruptedException {
    SolutionRunner runner =
        new SolutionRunner(sandboxes, ChatFormats.bundled(), InstantSource.system());
    try (ReferencePolicy agent = new ReferencePolicy(runner.format(), 0)) {
      return runner.runSteps(task, agent);
    }
  }

  private static Task task(String listed, String command) {
    Task task = TestTasks.judgedBy(new ExpectedAnswer("x", ExpectedAnswer.Kind.TEXT, 0));
    String script = "mkdir -p /app && cat >/app/deps <<'END'\n" + FETCH + "END\n";
    Environment environment =
        new Environment(
                List.of(new Environment.Step.Run(script, "/", Map.of())),
                Map.of(),
                "/app",
                null,
                "connected")
            .with(
                new Needs(
                    new BaseImage.Any(),
                    new Network.Given(List.of(listed, listed.replace("localhost", "127.0.0.1"))),
                    new Network.None()));
    return new Task(
        task.ref(),
        task.instruction(),
        environment,
        task.toolbox(),
        task.verification(),
        task.limits(),
        new Task.Solution(
            null,
            List.of(
                new SolutionStep("Get it.", "bash", "{\"command\": \"" + command + "\"}"),
                new SolutionStep("Done.", "submit", "{}"))));
  }

  private static String said(Trajectory trajectory) {
    return trajectory.messages().stream()
        .filter(message -> message instanceof Message.ToolResult)
        .map(Object::toString)
        .reduce("", String::concat);
  }
}
