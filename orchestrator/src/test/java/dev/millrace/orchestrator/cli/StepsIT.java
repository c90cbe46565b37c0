package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.StepEnd;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task of three steps with two gates, from its directory to its rows.
final class StepsIT {
  @TempDir Path directory;

  /// A base of sandboxes has thousands of links, and JUnit warns of each.
  @AfterEach
  void deleteTheRun() throws IOException {
    HostTree.delete(directory.resolve("out"));
  }

  private Path tasks = Path.of("");

  @BeforeEach
  void copyTask() throws IOException, URISyntaxException {
    Called.needRuns("tasks of several steps stay unproved");
    var here = Objects.requireNonNull(StepsIT.class.getResource("../steps/notes/task.toml"));
    Path original = Path.of(here.toURI()).resolveSibling("");
    tasks = directory.resolve("tasks");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = tasks.resolve("notes").resolve(original.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void theTaskIsSound() {
    Called called = Called.millrace("tasks", "lint", tasks.toString());
    assertEquals("1 tasks, 0 findings", called.lines().getLast(), called.out() + called.err());
  }

  @Test
  void aGateThatTheSolutionDoesNotOpenIsAFinding() throws IOException {
    toml("min_reward = 1.0", "min_reward = 1.5");
    Called called = Called.millrace("tasks", "lint", tasks.toString());
    assertEquals(1, called.status());
    assertTrue(
        called.out().contains("min_reward of step collect: reward is 1.0, at least 1.5"),
        called.out());
  }

  @Test
  void everyStepIsRunJudgedShownAndJudgedAgain() throws IOException {
    Path out = run("fresh");
    ScoredTrajectory episode = only(out);
    Score score = score(episode);
    assertEquals(List.of("collect", "sort", "report"), names(episode));
    assertEquals(1, score.parts().get("correctness"));
    assertEquals(1, score.parts().get("step.sort.complete"));
    assertEquals(1.0 / 3, score.parts().get("metric.complete"));
    assertEquals(3, episode.trajectory().branches().size());
    Called shown =
        Called.millrace(
            "show", episode.trajectory().episode().id().value(), "--out", out.toString());
    assertTrue(shown.out().contains("step 2 of 3 begun  sort  completed: submitted"), shown.out());
    assertTrue(shown.out().contains("gate open"), shown.out());
    Called again = Called.millrace("score", "--again", out.toString(), "--tasks", tasks.toString());
    assertEquals(0, again.status(), again.err());
    assertTrue(again.out().contains("with verdict  1 -> 1"), again.out());
    assertTrue(again.out().contains("solved        1 -> 1"), again.out());
    assertTrue(again.out().contains("changed       0"), again.out());
  }

  @Test
  void aContinuedConversationIsOneChain() throws IOException {
    ScoredTrajectory episode = only(run("continued"));
    assertEquals(1, episode.trajectory().branches().size());
    assertEquals(1, score(episode).parts().get("correctness"));
  }

  @Test
  void aGateStopsAnEpisodeAndWhatWasNotComeToDoesNotCount() throws IOException {
    write("steps/sort/solution/solve.sh", "sort names.txt > sorted.txt\n");
    Files.delete(tasks.resolve("notes/steps/sort/solution/steps.jsonl"));
    ScoredTrajectory episode = only(run("fresh"));
    assertEquals(List.of("collect", "sort"), names(episode));
    StepEnd.Gate gate = Objects.requireNonNull(episode.trajectory().end().steps().getLast().gate());
    assertEquals("complete is 0.0, at least 1.0 was asked for", gate.why());
    Score score = score(episode);
    assertEquals(1, score.parts().get("correctness"));
    assertEquals(0, score.parts().get("step.sort.complete"));
    assertEquals(2.0 / 3, score.parts().get("coverage"));
  }

  @Test
  void whatWasNotComeToCountsZeroWhereTheTaskSaysSo() throws IOException {
    toml("family = \"steps\"", "family = \"steps\"\nunreached_steps = \"zero\"");
    Files.delete(tasks.resolve("notes/steps/sort/solution/steps.jsonl"));
    write("steps/sort/solution/solve.sh", "sort names.txt > sorted.txt\n");
    assertEquals(2.0 / 3, score(only(run("fresh"))).parts().get("correctness"));
  }

  @Test
  void aRewardThatAnAgentWritesOpensNoGate() throws IOException {
    Files.delete(tasks.resolve("notes/steps/collect/solution/steps.jsonl"));
    write(
        "steps/collect/solution/solve.sh",
        """
        mkdir -p /logs/verifier /tests
        echo 1 > /logs/verifier/reward.txt
        echo '{"reward": 1}' > /logs/verifier/reward.json
        echo 'exit 0' > /tests/check.sh
        """);
    ScoredTrajectory episode = only(run("fresh"));
    assertEquals(List.of("collect"), names(episode));
    assertEquals(0, score(episode).parts().get("correctness"));
    assertTrue(
        score(episode).flags().stream().anyMatch(flag -> flag.kind().equals("reward_forged")),
        score(episode).flags().toString());
  }

  @Test
  void aStepThatCannotBeginEndsTheEpisodeWithThoseBeforeIt() throws IOException {
    write("steps/sort/workdir/setup.sh", "echo there is no room\nexit 3\n");
    ScoredTrajectory episode = only(run("fresh"));
    assertEquals(List.of("collect", "sort"), names(episode));
    assertEquals(1, score(episode).parts().get("correctness"));
    Called lint = Called.millrace("tasks", "lint", tasks.toString());
    assertTrue(lint.out().contains("its setup.sh ended with status 3"), lint.out());
  }

  private Path run(String steps) throws IOException {
    Path conf = directory.resolve("run.yaml");
    Path out = directory.resolve("out");
    Files.writeString(
        conf,
        """
        run: steps
        seed: 7
        tasks: {path: %s, group: 1}
        policy: {faults: 0}
        harness: {steps: %s}
        sets: {build: [sft]}
        """
            .formatted(tasks, steps));
    Called called = Called.millrace("run", conf.toString(), "--out", out.toString());
    assertEquals(0, called.status(), called.err());
    return out;
  }

  private static ScoredTrajectory only(Path out) {
    ParquetLake lake = new ParquetLake(Store.local(out.resolve("lake")));
    Set<EpisodeId> all = new HashSet<>();
    lake.commits().forEach(all::addAll);
    List<ScoredTrajectory> read = lake.read(all);
    assertEquals(1, read.size());
    return read.getFirst();
  }

  private static Score score(ScoredTrajectory scored) {
    return ((Judgement.Scored) scored.judgement()).score();
  }

  private static List<String> names(ScoredTrajectory scored) {
    return scored.trajectory().end().steps().stream().map(StepEnd::name).toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(tasks.resolve("notes").resolve(name), text);
  }

  private void toml(String from, String to) throws IOException {
    Path file = tasks.resolve("notes/task.toml");
    Files.writeString(file, Files.readString(file).replace(from, to));
  }
}
