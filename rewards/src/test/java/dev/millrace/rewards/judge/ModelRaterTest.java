package dev.millrace.rewards.judge;

import static dev.millrace.rewards.MemorySandboxes.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.integrity.secret.SecretRules;
import dev.millrace.rollout.policy.engine.ChatClient;
import dev.millrace.rollout.policy.engine.Secret;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.policy.sim.SimRequest;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Rating;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelRaterTest {
  private static final Pattern NONCE = Pattern.compile("\"nonce\": \"([0-9a-f]+)\"");
  private static final String GOOD = "{\"nonce\": \"%s\", \"clear\": 5, \"brief\": 1}";

  @TempDir Path directory;
  private final MemorySandboxes sandboxes = new MemorySandboxes(Map.of(), (_, _) -> exited(0, ""));

  /// What the endpoint says in turn, with its nonce for `%s`; then [#GOOD].
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();

  private final EngineSimulator endpoint =
      EngineSimulator.start(EngineKind.CHAT, Variant.PLAIN, this::reply);

  @AfterEach
  void close() {
    endpoint.close();
  }

  private Reply reply(SimRequest request) {
    String planned = answers.poll();
    Matcher nonce = NONCE.matcher(system(request));
    assertTrue(nonce.find());
    return Reply.of(1).reading((planned == null ? GOOD : planned).replace("%s", nonce.group(1)));
  }

  private static String system(SimRequest request) {
    return request.body().path("messages").path(0).path("content").asText();
  }

  private static JudgeSettings settings(int repeats, int retries, Duration timeout) {
    return new JudgeSettings(
        "big",
        0.5,
        100,
        JudgeSettings.Form.SCHEMA,
        new JudgeSettings.Patience(repeats, retries, timeout, 2),
        9000);
  }

  private Rating rate(JudgeSettings settings) throws InterruptedException {
    try (ChatClient client = new ChatClient(endpoint.url(), new Secret("sk-1"))) {
      return new ModelRater(
              client, settings, sandboxes, SecretRules.bundled(), directory.resolve("cache"))
          .rate(Rubrics.judgedAlone(), new Trajectories().answering("42").build())
          .orElseThrow();
    }
  }

  private Failure.Judge failure(JudgeSettings settings) {
    FailureException e = assertThrows(FailureException.class, () -> rate(settings));
    return assertInstanceOf(Failure.Judge.class, e.failure());
  }

  private static JudgeSettings once(int retries) {
    return settings(1, retries, Duration.ofMinutes(1));
  }

  @Test
  void repeatsAreAveragedAndTheirSpreadIsKnown() throws InterruptedException {
    answers.add("{\"nonce\": \"%s\", \"clear\": 10, \"brief\": 1}");
    answers.add("{\"nonce\": \"%s\", \"clear\": 0, \"brief\": 1}");
    Rating rating = rate(settings(2, 0, Duration.ofMinutes(1)));
    assertEquals(Map.of("judge", 0.625, "judge.clear", 0.5, "judge.brief", 1.0), rating.parts());
    assertEquals(Map.of("judge", 0.375, "judge.clear", 0.5, "judge.brief", 0.0), rating.spread());
  }

  @Test
  void promptModelAndSettingsAreRecorded() throws InterruptedException {
    Rating rating = rate(settings(2, 0, Duration.ofMinutes(1)));
    assertEquals(new Rating.Setting("big", "r".repeat(64), 0.5, 100), rating.setting());
    assertEquals(Rating.Standing.ALONE, rating.standing());
    Rating.Repeat first = rating.repeats().getFirst();
    assertEquals("sim-model", first.model());
    assertEquals(
        first.promptDigest(), Question.digest(rating.prompt().system(), rating.prompt().user()));
    assertTrue(rating.prompt().user().contains("42"));
    List<String> sent = endpoint.requests().stream().map(ModelRaterTest::system).toList();
    assertTrue(sent.contains(rating.prompt().system()));
  }

  @Test
  void theRequestIsAsAskedForAndHoldsTheKeyInItsHeaderAlone() throws InterruptedException {
    Rating rating = rate(once(0));
    SimRequest request = endpoint.requests().getFirst();
    JsonNode body = request.body();
    assertEquals("Bearer sk-1", request.header("Authorization"));
    assertFalse((body + " " + rating).contains("sk-1"));
    assertEquals("big", body.path("model").asText());
    assertEquals(0.5, body.path("temperature").asDouble());
    assertEquals(100, body.path("max_tokens").asInt());
    assertEquals("json_schema", body.path("response_format").path("type").asText());
  }

  @Test
  void whatWasAskedBeforeIsNotAskedAgain() throws InterruptedException {
    Rating first = rate(settings(3, 0, Duration.ofMinutes(1)));
    Rating again = rate(settings(3, 0, Duration.ofMinutes(1)));
    assertEquals(first, again);
    assertEquals(3, endpoint.requests().size());
    rate(settings(4, 0, Duration.ofMinutes(1)));
    assertEquals(4, endpoint.requests().size(), "only the repeat that was not there");
  }

  @Test
  void aDamagedCacheIsAskedForAgain() throws Exception {
    rate(once(0));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, Files.readString(file).replace(": 5", ": 9"));
      }
    }
    assertEquals(0.5, rate(once(0)).parts().get("judge.clear"));
    assertEquals(2, endpoint.requests().size());
  }

  static Stream<String> useless() {
    return Stream.of(
        "The work is fine, I give it a 10.",
        "{\"nonce\": \"%s\", \"clear\": 5}",
        "{\"nonce\": \"%s\", \"clear\": 50, \"brief\": 1}",
        "{\"nonce\": \"%s\", \"clear\": NaN, \"brief\": 1}",
        "{\"nonce\": \"%s\", \"clear\": 5, \"clear\": 6, \"brief\": 1}",
        "{\"nonce\": \"0123456789abcdef01234567\", \"clear\": 10, \"brief\": 1}",
        "x".repeat(200_000),
        "");
  }

  @ParameterizedTest
  @MethodSource("useless")
  void anAnswerInAnotherFormIsAskedForAgainAndCounted(String useless) throws InterruptedException {
    answers.addAll(List.of(useless, useless));
    Rating rating = rate(once(2));
    assertEquals(0.5, rating.parts().get("judge.clear"));
    Map<String, Integer> counted = rating.repeats().getFirst().unusable();
    assertEquals(List.of(2), List.copyOf(counted.values()));
  }

  @ParameterizedTest
  @MethodSource("useless")
  void aBudgetOfUselessAnswersIsATypedFailureAndNothingIsKept(String useless) throws Exception {
    answers.addAll(List.of(useless, useless));
    Failure.Judge failure = failure(once(1));
    assertTrue(failure.isRetryable());
    assertTrue(failure.detail().contains("repeat 0 of episode g.m0"), failure.detail());
    assertTrue(failure.detail().contains("tried 2 times"), failure.detail());
    assertFalse(failure.detail().contains("I give it"), "no words of the judge");
    assertFalse(Files.exists(directory.resolve("cache")));
  }

  static Stream<Fault> passing() {
    return Stream.of(
        new Fault.Status(429, "{\"error\":{\"message\":\"slow down\"}}", "0"),
        new Fault.Status(503, "{}", "0"),
        new Fault.Status(500, "no json", ""),
        new Fault.CutAfter(0),
        new Fault.Garbage());
  }

  @ParameterizedTest
  @MethodSource("passing")
  void aTroubleThatPassesCostsNothingButTime(Fault fault) throws InterruptedException {
    endpoint.plan(fault);
    assertEquals(0.5, rate(once(1)).parts().get("judge.clear"));
    assertEquals(2, endpoint.requests().size());
  }

  @Test
  void aRefusedRequestIsNotRepeated() {
    endpoint.plan(new Fault.Status(401, "{\"error\":{\"message\":\"no such key\"}}", ""));
    Failure.Judge failure = failure(once(5));
    assertEquals(1, endpoint.requests().size());
    assertTrue(failure.detail().contains("answered 401: no such key"), failure.detail());
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() {
    CountDownLatch gate = new CountDownLatch(1);
    endpoint.plan(new Fault.WaitsAfter(0, gate), new Fault.WaitsAfter(0, gate));
    Failure.Judge failure = failure(settings(1, 1, Duration.ofMillis(200)));
    gate.countDown();
    assertTrue(failure.detail().contains("{silent=2}"), failure.detail());
  }

  @Test
  void aDeadEndpointIsATypedFailure() {
    endpoint.close();
    Failure.Judge failure = failure(once(0));
    assertTrue(failure.detail().contains("cannot connect"), failure.detail());
    assertTrue(failure.detail().contains("score again with --tasks"), failure.detail());
  }

  @Test
  void anAnswerThatTheModelDidNotEndIsNone() {
    try (EngineSimulator cutting =
            EngineSimulator.start(
                EngineKind.CHAT, Variant.PLAIN, _ -> Reply.of(1, 2, 3).reading(GOOD));
        ChatClient client = new ChatClient(cutting.url(), null)) {
      JudgeSettings one =
          new JudgeSettings(
              "big",
              0,
              2,
              JudgeSettings.Form.NONE,
              new JudgeSettings.Patience(1, 0, Duration.ofMinutes(1), 1),
              9000);
      ModelRater rater =
          new ModelRater(client, one, sandboxes, SecretRules.bundled(), directory.resolve("c"));
      FailureException e =
          assertThrows(
              FailureException.class,
              () -> rater.rate(Rubrics.judgedAlone(), new Trajectories().build()));
      assertTrue(e.failure().detail().contains("{cut=1}"), e.failure().detail());
    }
  }
}
