package dev.millrace.rollout.policy.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.trajectory.FailureException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several servers: who gets what, and what happens when one is gone.
class ReplicasTest {
  private static List<Replica> servers(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Replica(
                    URI.create("http://10.0.0." + i + ":8000"), null, "/health", System::nanoTime))
        .toList();
  }

  @Test
  void sessionsSpreadOverAllServers() {
    Replicas replicas = new Replicas(servers(4));
    Map<URI, Integer> counts = new HashMap<>();
    for (int i = 0; i < 4000; i++) {
      counts.merge(replicas.order("task/" + i + "#0").getFirst().url(), 1, Integer::sum);
    }
    assertEquals(4, counts.size());
    counts.forEach((url, count) -> assertTrue(count > 850 && count < 1150, url + " " + count));
  }

  @Test
  void oneServerLessMovesOnlyItsOwnSessions() {
    List<Replica> four = servers(4);
    Replicas all = new Replicas(four);
    Replicas fewer = new Replicas(four.subList(0, 3));
    for (int i = 0; i < 500; i++) {
      Replica before = all.order("e" + i).getFirst();
      if (before != four.get(3)) {
        assertEquals(before, fewer.order("e" + i).getFirst());
      }
    }
  }

  @Test
  void callsOfAnEpisodeGoToOneServerAndCarryItsNameForTheRouter() throws InterruptedException {
    try (EngineSimulator first = SimulatedEngines.start(EngineKind.VLLM);
        EngineSimulator second = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(first.url(), second.url()));
        PolicySession session = policy.session("episode-9")) {
      for (int i = 0; i < 5; i++) {
        session.sample(SimulatedEngines.request(SampleOptions.NONE));
      }
      Set<Integer> counts = Set.of(first.requests().size(), second.requests().size());
      assertEquals(Set.of(0, 5), counts);
      EngineSimulator used = first.requests().isEmpty() ? second : first;
      assertEquals("episode-9", used.requests().getFirst().header("X-Session-ID"));
    }
  }

  @Test
  void sglangsRouterGetsItsOwnHeader() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.SGLANG)) {
      SimulatedEngines.sample(simulator);
      assertEquals("episode-1", simulator.requests().getFirst().header("X-SMG-Routing-Key"));
    }
  }

  @Test
  void serverThatIsGoneIsReplacedByTheNext() throws InterruptedException {
    try (EngineSimulator stays = SimulatedEngines.start(EngineKind.VLLM)) {
      EngineSimulator leaves = SimulatedEngines.start(EngineKind.VLLM);
      try (EnginePolicy policy =
          EnginePolicy.connect(SimulatedEngines.settings(leaves.url(), stays.url()))) {
        String mine = sessionOf(leaves, stays);
        leaves.close();
        try (PolicySession session = policy.session(mine)) {
          Sampled sampled = session.sample(SimulatedEngines.request(SampleOptions.NONE));
          assertTrue(
              sampled.labels().containsKey("retried") || sampled.labels().containsKey("resampled"));
          assertEquals(1, stays.requests().size());
          session.sample(SimulatedEngines.request(SampleOptions.NONE));
          assertEquals(2, stays.requests().size());
        }
      }
    }
  }

  /// The name of a session whose calls go to one server before the other.
  static String sessionOf(EngineSimulator wanted, EngineSimulator other) {
    Replicas replicas =
        new Replicas(
            List.of(
                new Replica(wanted.url(), null, "/health", System::nanoTime),
                new Replica(other.url(), null, "/health", System::nanoTime)));
    return IntStream.range(0, 100)
        .mapToObj(i -> "s" + i)
        .filter(name -> replicas.order(name).getFirst().url().equals(wanted.url()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void busyServerIsLeftForAnother() throws InterruptedException {
    Fault busy = new Fault.Status(503, "{}", "3600");
    try (EngineSimulator first = SimulatedEngines.start(EngineKind.VLLM, busy);
        EngineSimulator second = SimulatedEngines.start(EngineKind.VLLM);
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(first.url(), second.url()));
        PolicySession session = policy.session(sessionOf(first, second))) {
      session.sample(SimulatedEngines.request(SampleOptions.NONE));
      assertEquals(1, second.requests().size());
    }
  }

  @Test
  void everyServersOwnVersionsAreStamped() throws InterruptedException {
    Set<Integer> versions = new HashSet<>();
    try (EngineSimulator first = serving("3");
        EngineSimulator second = serving("4");
        EnginePolicy policy =
            EnginePolicy.connect(SimulatedEngines.settings(first.url(), second.url()))) {
      for (String name : List.of(sessionOf(first, second), sessionOf(second, first))) {
        try (PolicySession session = policy.session(name)) {
          Sampled sampled = session.sample(SimulatedEngines.request(SampleOptions.NONE));
          versions.add(sampled.versions().getFirst().version().version());
        }
      }
    }
    assertEquals(Set.of(3, 4), versions);
  }

  private static EngineSimulator serving(String version) {
    return SimulatedEngines.start(
        EngineKind.VLLM, Variant.PLAIN, SimulatedEngines.REPLY.by(new RawSpan(version, 0, 4)));
  }

  @Test
  void serversOfDifferentKindsAreRefused() {
    try (EngineSimulator first = SimulatedEngines.start(EngineKind.VLLM);
        EngineSimulator second = SimulatedEngines.start(EngineKind.SGLANG)) {
      FailureException thrown =
          assertThrows(
              FailureException.class,
              () -> EnginePolicy.connect(SimulatedEngines.settings(first.url(), second.url())));
      assertTrue(thrown.failure().detail().contains("sglang"), thrown.failure().detail());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, model-b, 0, model-b", "4096, sim-model, 8192, 8192"})
  void serversOfDifferentModelsAreRefused(int length, String name, int other, String named) {
    try (EngineSimulator first =
            SimulatedEngines.start(EngineKind.VLLM).serving(length, "sim-model");
        EngineSimulator second = SimulatedEngines.start(EngineKind.VLLM).serving(other, name)) {
      String failure = refusal(SimulatedEngines.settings(first.url(), second.url()));
      assertTrue(failure.contains(second.url().toString()), failure);
      assertTrue(failure.contains(named) && failure.contains("one model"), failure);
    }
  }

  @Test
  void serverOfSeveralModelsIsAskedForOneByName() throws InterruptedException {
    try (EngineSimulator simulator =
        SimulatedEngines.start(EngineKind.VLLM).serving(0, "model-a", "model-b")) {
      String failure = refusal(SimulatedEngines.settings(simulator.url()));
      assertTrue(failure.contains("model-a, model-b"), failure);
      assertTrue(failure.contains("policy.model"), failure);
      SimulatedEngines.sample(
          SimulatedEngines.settings(simulator.url()).withModel("model-b"), SampleOptions.NONE);
      assertEquals("model-b", simulator.requests().getLast().body().path("model").asText());
    }
  }

  @Test
  void modelThatAServerDoesNotServeIsRefused() {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.VLLM)) {
      String failure = refusal(SimulatedEngines.settings(simulator.url()).withModel("model-c"));
      assertTrue(failure.contains("serves sim-model, not model-c"), failure);
    }
  }

  private static String refusal(EngineSettings settings) {
    FailureException thrown =
        assertThrows(FailureException.class, () -> EnginePolicy.connect(settings));
    return thrown.failure().detail();
  }

  @Test
  void slotIsKeptForItsSessionAndOthersGetOtherOnes() throws Exception {
    Slots slots = new Slots(2);
    int mine = slots.take(7, Duration.ofSeconds(1));
    assertEquals(1, mine);
    assertEquals(0, slots.take(7, Duration.ofSeconds(1)));
    assertThrows(EngineTrouble.class, () -> slots.take(7, Duration.ofMillis(1)));
    slots.release(mine);
    assertEquals(mine, slots.take(mine, Duration.ofSeconds(1)));
  }

  @Test
  void llamaCppIsToldWhichSlot() throws InterruptedException {
    try (EngineSimulator simulator = SimulatedEngines.start(EngineKind.LLAMACPP);
        EnginePolicy policy = EnginePolicy.connect(SimulatedEngines.settings(simulator.url()));
        PolicySession session = policy.session("e")) {
      session.sample(SimulatedEngines.request(SampleOptions.NONE));
      session.sample(SimulatedEngines.request(SampleOptions.NONE));
      List<Integer> told =
          simulator.requests().stream()
              .map(request -> request.body().path("id_slot").asInt(-1))
              .toList();
      assertTrue(told.getFirst() >= 0 && told.getFirst() < 2);
      assertEquals(told.getFirst(), told.getLast());
    }
  }
}
