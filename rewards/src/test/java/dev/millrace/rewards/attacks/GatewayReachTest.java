package dev.millrace.rewards.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewayListener;
import dev.millrace.rollout.gateway.GatewaySettings;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.harness.EpisodeRun;
import dev.millrace.rollout.harness.PlannedPolicy;
import dev.millrace.rollout.harness.TurnListener;
import dev.millrace.rollout.harness.external.AgentProfile;
import dev.millrace.rollout.harness.external.ExternalHarness;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.GroupId;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent with a program and a key of its own reaches from its sandbox: its own session
/// of the gateway, as long as its episode lasts, and nothing else.
final class GatewayReachTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> REFUSALS =
      Set.of("alive", "400", "401", "403", "404", "405", "ConnectionRefusedError", "TimeoutError");

  @TempDir Path directory;

  @Test
  void keyOpensItsOwnSessionAndNothingElseAndNotForLong() throws Exception {
    AtomicInteger victims = new AtomicInteger();
    try (Gateway gateway =
            Gateway.start(GatewaySettings.at(directory.resolve("g")), InstantSource.system());
        var victim = gateway.open(victim(victims));
        Providers providers = new Providers()) {
      JsonNode told = told(agent(gateway, providers.open(Mechanism.DIRECT)));
      for (var one : told.path("tried").properties()) {
        String status = one.getValue().asText();
        boolean isOwn = one.getKey().equals("own");
        assertTrue(
            isOwn ? status.equals("200") : REFUSALS.contains(status),
            () -> one.getKey() + " was answered with " + status);
      }
      assertEquals(0, victims.get());
      assertEquals(401, ask(gateway, told.path("key").asText()));
      assertEquals(200, ask(gateway, victim.key()));
      assertEquals(1, victims.get());
    }
  }

  /// Another episode of the run, which is asked nothing.
  private static GatewayEpisode victim(AtomicInteger asked) {
    PlannedPolicy policy =
        new PlannedPolicy()
            .answers(
                request -> {
                  asked.incrementAndGet();
                  return new PlannedPolicy().says("Mine.").open(episode(), task()).sample(request);
                });
    return new GatewayEpisode(
        new EpisodeId("victim"),
        () -> policy.open(episode(), task()),
        PlannedPolicy.FORMAT,
        Limits.DEFAULT,
        ServedModel.named("m"),
        new Vigilance.Off(),
        GatewayListener.NONE);
  }

  private Trajectory agent(Gateway gateway, NamespaceProvider sandboxes)
      throws IOException, InterruptedException {
    var settings =
        new ExternalHarness.Settings(
            AgentProfile.ofCommand(
                "reaching", List.of("python3", "-c", program(), "{instruction}")),
            "unused",
            List.of(),
            ServedModel.named("m"),
            new Vigilance.Off(),
            Duration.ofMinutes(10));
    return ExternalHarness.open(settings, gateway::open, directory.resolve("launch"))
        .run(
            new EpisodeRun(
                episode(),
                task(),
                new PlannedPolicy().says("Yours."),
                PlannedPolicy.FORMAT,
                sandboxes,
                TurnListener.NONE,
                InstantSource.system()));
  }

  private static Task task() {
    return TestTasks.judgedBy(new ExpectedAnswer("1", ExpectedAnswer.Kind.TEXT, 0));
  }

  private static Episode episode() {
    GroupId group = new GroupId("g");
    return new Episode(Episode.idOf(group, 0), task().ref(), group, 0, 0, 0, "planned");
  }

  private static String program() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            GatewayReachTest.class.getResourceAsStream("/attacks/gateway-reach/external.py"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonNode told(Trajectory trajectory) throws IOException {
    for (DeltaEntry entry :
        DeltaArchive.decode(Objects.requireNonNull(trajectory.end().workspace()))) {
      if (entry instanceof DeltaEntry.File(String path, _, byte[] content)
          && path.equals("app/tried.json")) {
        return JSON.readTree(content);
      }
    }
    throw new AssertionError("the agent wrote nothing: " + trajectory.provenance());
  }

  private static int ask(Gateway gateway, String key) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + "/").resolve("/v1/chat/completions"))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\": null, \"messages\": [{\"role\": \"user\", \"content\":"
                        + " \"Hi.\"}]}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
