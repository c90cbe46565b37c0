package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.policy.sim.SimRequest;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs with tasks that a judge scores, alone and beside a verifier, from the command line to the
/// lake.
final class JudgedRunIT {
  private static final Pattern NONCE = Pattern.compile("\"nonce\": \"([0-9a-f]+)\"");

  @TempDir Path directory;

  /// A base of sandboxes has thousands of links, and JUnit warns of each.
  @AfterEach
  void deleteTheRun() throws IOException {
    HostTree.delete(directory.resolve("out"));
  }

  @BeforeEach
  void makeTasks() throws IOException {
    Called.needRuns("runs with a judge stay untried");
    task("essay/letter");
    task("essay/measured");
    write(
        "essay/measured/tests/test.sh",
        """
        mkdir -p /logs/verifier
        grep -q kind letter.txt && echo 1 > /logs/verifier/reward.txt \\
          || echo 0 > /logs/verifier/reward.txt
        """);
  }

  private void task(String name) throws IOException {
    write(name + "/task.toml", "version = \"1.0\"\n");
    write(name + "/instruction.md", "Write a kind letter to letter.txt.\n");
    write(
        name + "/environment/Dockerfile",
        "FROM debian:12\nWORKDIR /app\nRUN echo dear > old.txt\n");
    write(
        name + "/tests/rubric.toml",
        """
        [[criteria]]
        name = "kind"
        description = "It is kind."
        weight = 3

        [[criteria]]
        name = "short"
        description = "It is short."
        most = 5
        """);
    write(
        name + "/solution/steps.jsonl",
        """
        {"say": "I write.", "tool": "bash", "arguments": {"command": "echo 'a kind word' > letter.txt"}}
        {"say": "Done.", "tool": "submit", "arguments": {"answer": "done"}}
        """);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve("tasks").resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  private Path conf(String formula, String judge) throws IOException {
    return Files.writeString(
        directory.resolve("run.yaml"),
        """
        tasks: {path: tasks, group: 2}
        policy: {faults: 0}
        scorer: {formula: '%s'}
        sets: {build: [sft, rl]}
        judge: {%s}
        """
            .formatted(formula, judge));
  }

  private static EngineSimulator judge(String scores) {
    return EngineSimulator.start(
        EngineKind.CHAT, Variant.PLAIN, request -> Reply.of(1).reading(answer(request, scores)));
  }

  private static String answer(SimRequest request, String scores) {
    Matcher nonce = NONCE.matcher(request.body().path("messages").path(0).path("content").asText());
    return nonce.find() ? "{\"nonce\": \"" + nonce.group(1) + "\", " + scores + "}" : "";
  }

  private static String at(EngineSimulator judge) {
    return "url: \"" + judge.url() + "\", model: big, repeats: 2, retries: 1, timeout: 60s";
  }

  private String out() {
    return directory.resolve("out").toString();
  }

  private List<ScoredTrajectory> rows() {
    ParquetLake lake = new ParquetLake(Store.local(directory.resolve("out/lake")));
    return lake.read(lake.tasks().keySet());
  }

  @Test
  void aJudgesWordIsRecordedShownAndCachedAndCanBeAskedForAgain() throws Exception {
    String formula = "correctness + 0.1 * (\"judge\" in parts ? parts[\"judge\"] : 0)";
    try (EngineSimulator judge = judge("\"kind\": 8, \"short\": 5")) {
      String conf = conf(formula, at(judge)).toString();
      Called run = Called.millrace("run", conf, "--out", out());
      assertEquals(0, run.status(), run.err());

      List<ScoredTrajectory> rows = rows();
      assertEquals(4, rows.size());
      for (ScoredTrajectory row : rows) {
        Score score = ((Judgement.Scored) row.judgement()).score();
        boolean isAlone = row.trajectory().episode().task().id().value().equals("essay/letter");
        assertEquals(0.85, part(score, "judge"), 1e-9);
        assertEquals(0.8, part(score, "judge.kind"), 1e-9);
        assertEquals(isAlone ? 0.85 : 1, part(score, "correctness"), 1e-9);
        assertEquals(isAlone, score.isJudged());
        Rating rating = Objects.requireNonNull(score.rating());
        assertEquals(List.of("sim-model", "sim-model"), models(rating));
        assertTrue(rating.prompt().user().contains("+a kind word"), rating.prompt().user());
      }

      Called shown = Called.millrace("show", "essay/letter#0.m0", "--out", out());
      assertTrue(shown.out().contains("judge.kind     0.8"), shown.out());
      assertTrue(shown.out().contains("sim-model"), shown.out());

      int asked = judge.requests().size();
      Called again =
          Called.millrace(
              "score", "--again", out(), "--tasks", directory + "/tasks", "--conf", conf);
      assertEquals(0, again.status(), again.err());
      assertEquals(asked, judge.requests().size(), "answers come from the cache");
    }
  }

  private static double part(Score score, String name) {
    return Objects.requireNonNull(score.parts().get(name), name);
  }

  private static List<String> models(Rating rating) {
    return rating.repeats().stream().map(Rating.Repeat::model).toList();
  }

  @Test
  void anEpisodeWithoutAnAnswerHasNoRewardAndIsScoredOnceThereIsOne() throws Exception {
    try (EngineSimulator judge = judge("\"kind\": 8, \"short\": 5")) {
      judge.plan(Collections.nCopies(100, new Fault.Status(500, "{}", "")).toArray(Fault[]::new));
      Path conf = conf("correctness", at(judge));
      Called run = Called.millrace("run", conf.toString(), "--out", out());
      assertEquals(1, run.status(), "not one episode could be judged: " + run.err());
      for (ScoredTrajectory row : rows()) {
        Failure failure = ((Judgement.Unscored) row.judgement()).failure();
        assertEquals("judge", failure.boundary(), failure.detail());
      }
      Called down =
          Called.millrace(
              "score", "--again", out(), "--tasks", directory + "/tasks", "--conf", conf + "");
      assertEquals(1, down.status());
      assertTrue(down.err().contains("skipped essay/letter"), down.err());
    }
    try (EngineSimulator judge = judge("\"kind\": 10, \"short\": 5")) {
      Path conf = conf("correctness", at(judge));
      Called up =
          Called.millrace(
              "score", "--again", out(), "--tasks", directory + "/tasks", "--conf", conf + "");
      assertEquals(0, up.status(), up.err());
      assertTrue(up.err().contains("4 episodes were scored now"), up.err());
    }
  }

  @Test
  void aJudgeMustNotDecideAloneWhereAVerifierMeasures() throws IOException {
    Path conf = conf("judge", "url: \"http://127.0.0.1:9\", model: big");
    Called run = Called.millrace("run", conf.toString(), "--out", out());
    assertEquals(2, run.status());
    assertTrue(run.err().contains("task essay/measured has a verifier"), run.err());
    assertFalse(Files.exists(directory.resolve("out/lake")));
  }

  @Test
  void aTaskThatOnlyAJudgeCanScoreIsRefusedWithoutOne() throws IOException {
    Called run = Called.millrace("run", conf("default", "").toString(), "--out", out());
    assertEquals(2, run.status());
    assertTrue(run.err().contains("judge.url: task essay/letter has a rubric alone"), run.err());
  }
}
