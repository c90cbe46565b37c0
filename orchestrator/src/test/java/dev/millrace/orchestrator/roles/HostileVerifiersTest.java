package dev.millrace.orchestrator.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import dev.millrace.orchestrator.schedule.Plans;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rewards.score.Detectors;
import dev.millrace.rewards.score.Scorer;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Verifiers that hang, crash, print gigabytes or write garbage, judged by a real scorer in real
/// sandboxes: no reward, no other episode is stopped, and the episode is scored again as often as
/// it may be.
final class HostileVerifiersTest {
  private static final String GOOD = "echo 1 > /logs/verifier/reward.txt\n";
  private static final int SECONDS = 600;
  private static final int ATTEMPTS = 3;

  @TempDir Path directory;
  private final Providers providers = new Providers();
  private final List<Episode> episodes = List.copyOf(Plans.of(1, 2).episodes());
  private final MemoryLog log = new MemoryLog();
  private final AtomicInteger made = new AtomicInteger();

  /// Enough for what ends, as two gigabytes through a pipe do after minutes on a busy machine, and
  /// soon over for what hangs.
  private int seconds = SECONDS;

  /// How many sandboxes find the hostile script; later ones find a good one.
  private int hostile = Integer.MAX_VALUE;

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  private Task task(String name, String script) throws IOException {
    Path task = directory.resolve("tasks").resolve(name);
    write(task.resolve("task.toml"), "[verifier]\ntimeout_sec = " + seconds + "\n");
    write(task.resolve("instruction.md"), "Do it.\n");
    write(
        task.resolve("environment/Dockerfile"),
        "FROM scratch\nENV TASK=" + name + "\nWORKDIR /app\n");
    write(task.resolve("tests/test.sh"), script);
    return TaskSources.open(directory.resolve("tasks")).tasks().stream()
        .filter(one -> one.ref().id().value().endsWith(name))
        .findFirst()
        .orElseThrow();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// Counts what is made for the hostile task, and makes its script good in time.
  private SandboxProvider sandboxes(Task task) throws IOException {
    SandboxProvider real = providers.open(Mechanism.DIRECT);
    return new SandboxProvider() {
      @Override
      public String description() {
        return real.description();
      }

      @Override
      public Sandbox create(Environment environment) throws InterruptedException {
        if (environment.equals(task.environment()) && made.incrementAndGet() > hostile) {
          mend(task);
        }
        return real.create(environment);
      }

      @Override
      public void close() {
        real.close();
      }
    };
  }

  private void mend(Task task) {
    try {
      String name = Path.of(task.ref().id().value()).getFileName().toString();
      write(directory.resolve("tasks").resolve(name).resolve("tests/test.sh"), GOOD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The judgements of the hostile task's episode and of another one's.
  private List<Judgement> scored(String script) throws IOException, InterruptedException {
    Task fine = task("fine", GOOD);
    seconds = script.contains("sleep") ? 10 : SECONDS;
    Task broken = task("broken", script);
    Terms terms = new Terms(Formula.compile("formula", "correctness"), Map.of(), Shaping.NONE);
    Scorer scorer = new Scorer(sandboxes(broken), terms, Detectors.bundled(), ATTEMPTS);
    Judge judge =
        trajectory -> scorer.score(trajectory.episode().member() == 0 ? broken : fine, trajectory);
    try (Appender appender = log.appender()) {
      episodes.forEach(
          episode ->
              appender.append(
                  Topic.TRAJECTORIES,
                  episode.group().value(),
                  Codecs.TRAJECTORIES.encode(Episodes.submitted(episode))));
      appender.flush();
    }
    try (Actors actors = new Actors()) {
      actors.start(
          new ScorerRole(
              log,
              judge,
              new DeltaStore(directory),
              new ScorerRole.Settings("0", 1),
              new ManualClock()));
      return Watch.until(log, Topic.SCORED, Codecs.SCORED, seen -> seen.size() == 2).stream()
          .map(ScoredTrajectory::judgement)
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo 1 > /logs/verifier/reward.txt; sleep 1000      | ran for more than 10 s",
        "kill -SEGV $$                                       | ended with status 139",
        "head -c 2G /dev/zero                                | was written",
        "head -c 100 /dev/urandom > /logs/verifier/reward.txt | not one number"
      })
  void aHostileVerifierIsAskedAsOftenAsItMayBeAndYieldsNoReward(String script, String expected)
      throws IOException, InterruptedException {
    List<Judgement> judgements = scored(script + "\n");

    Failure failure = assertInstanceOf(Judgement.Unscored.class, judgements.getFirst()).failure();
    String detail = assertInstanceOf(Failure.Verifier.class, failure).detail();
    assertTrue(detail.contains(expected), detail);
    assertEquals(ATTEMPTS, made.get());
    assertEquals(1.0, total(judgements.getLast()), "the other episode is scored");
  }

  @ParameterizedTest
  @CsvSource({
    "sleep 1000",
    "kill -SEGV $$",
    "head -c 2G /dev/zero",
    "echo nonsense > /logs/verifier/reward.txt"
  })
  void anEpisodeIsScoredWhenTheVerifierRecoversInTime(String script)
      throws IOException, InterruptedException {
    hostile = ATTEMPTS - 1;
    assertEquals(1.0, total(scored(script + "\n").getFirst()));
    assertTrue(made.get() >= ATTEMPTS);
  }

  @Test
  void anEpisodeIsNotScoredWhenTheVerifierRecoversTooLate()
      throws IOException, InterruptedException {
    hostile = ATTEMPTS;
    assertInstanceOf(Judgement.Unscored.class, scored("kill -SEGV $$\n").getFirst());
  }

  private static double total(Judgement judgement) {
    return assertInstanceOf(Judgement.Scored.class, judgement).score().total();
  }
}
