package dev.millrace.orchestrator.predictions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.orchestrator.predictions.PredictionWriter.Patches;
import dev.millrace.orchestrator.predictions.PredictionWriter.Written;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.rollout.task.swebench.Prediction;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionWriterTest {
  @TempDir Path out;
  private ParquetLake lake;
  private LakeWriter writer;
  private long offset;

  @BeforeEach
  void open() {
    lake = new ParquetLake(Store.local(out.resolve("lake")));
    writer = lake.writer();
    writer.claim("scored", 0);
  }

  /// One commit.
  private void commit(ScoredTrajectory... scored) {
    writer.write(new OffsetRange("scored", 0, offset, offset + scored.length - 1), List.of(scored));
    offset += scored.length;
  }

  private static WorkspaceDelta state(String text) {
    byte[] archive = text.getBytes(StandardCharsets.UTF_8);
    return new WorkspaceDelta(
        Integer.toHexString(text.hashCode()).repeat(8), archive.length, archive);
  }

  private static ScoredTrajectory attempt(
      String task, int member, double total, @Nullable WorkspaceDelta end) {
    return with(
        HandMade.passed(task, member, 1),
        new Outcome.Completed(Outcome.Ending.SUBMITTED),
        end,
        new Judgement.Scored(
            new Score(Map.of("correctness", total), total, "f", List.of(), List.of(), List.of())));
  }

  private static ScoredTrajectory failed(String task, int member) {
    return with(
        HandMade.unjudged(task, member, 1),
        new Outcome.Failed(new Failure.Engine("it hung up")),
        null,
        new Judgement.Unscored(new Failure.Engine("it hung up")));
  }

  private static ScoredTrajectory with(
      ScoredTrajectory scored, Outcome outcome, @Nullable WorkspaceDelta end, Judgement judgement) {
    Trajectory made = scored.trajectory();
    return new ScoredTrajectory(
        new Trajectory(
            made.episode(),
            made.tools(),
            made.messages(),
            made.events(),
            made.branches(),
            outcome,
            new Trajectory.End(null, end, List.of()),
            made.provenance()),
        judgement);
  }

  private record Fake() implements Patches {
    @Override
    public String instance(TaskRef task) {
      return task.id().value().substring("swe/".length());
    }

    @Override
    public String of(TaskRef task, @Nullable WorkspaceDelta end) {
      if (end == null) {
        return "";
      }
      String text = new String(end.archive(), StandardCharsets.UTF_8);
      return switch (text) {
        case "bad" -> throw new FailureException(new Failure.Verifier("git cannot compare it"));
        case "odd" -> throw new IllegalArgumentException("no archive");
        default -> "+" + text;
      };
    }
  }

  private Choice choice(String attempts) {
    return Choice.of(lake.ends(), Attempts.parse(attempts));
  }

  private Written write(Choice choice, Patches patches) throws InterruptedException, IOException {
    return new PredictionWriter(lake, new DeltaStore(out.resolve("deltas")), patches, 2)
        .write(choice.ends(), null, file(), _ -> {});
  }

  private Path file() {
    return out.resolve("predictions.jsonl");
  }

  private List<String> patches(String attempts) throws InterruptedException, IOException {
    write(choice(attempts), new Fake());
    return Prediction.read(file()).stream()
        .map(one -> one.instance() + one.patch().orElseThrow())
        .toList();
  }

  @Test
  void linesAreInTheOrderOfTasksWhateverTheCommits() throws InterruptedException, IOException {
    commit(attempt("swe/b", 0, 1, state("one")));
    commit(attempt("swe/c", 0, 1, null), attempt("swe/a", 0, 1, state("two\n\u2028")));
    Written written = write(choice("first"), new Fake());
    assertEquals(new Written(3, 1, List.of()), written);
    assertEquals(
        List.of(
            new Prediction("a", "reference", Optional.of("+two\n\u2028")),
            new Prediction("b", "reference", Optional.of("+one")),
            new Prediction("c", "reference", Optional.of(""))),
        Prediction.read(file()));
  }

  @Test
  void oneAttemptIsTakenByTheRule() throws InterruptedException, IOException {
    commit(attempt("swe/a", 1, 1, state("one")), attempt("swe/a", 0, 0.5, state("zero")));
    commit(attempt("swe/a", 2, 1, state("two")));
    assertEquals(List.of("a+zero"), patches("first"));
    assertEquals(List.of("a+two"), patches("2"));
    assertEquals(List.of("a+one"), patches("best"));
    assertEquals(List.of("a+zero", "a+one", "a+two"), patches("all"));
  }

  @Test
  void whatBrokeIsNoAttemptAndNamed() throws InterruptedException, IOException {
    commit(failed("swe/a", 0), attempt("swe/a", 1, 0, state("one")), failed("swe/b", 0));
    Choice choice = choice("first");
    assertEquals(List.of("a+one"), patches("first"));
    assertEquals(
        List.of("swe/a#0.m0", "swe/b#0.m0"),
        choice.broken().stream().map(one -> one.episode().value()).toList());
    assertEquals("it failed in engine: it hung up", choice.broken().getFirst().why());
    assertEquals("swe/b", choice.without().getFirst().value());
  }

  @Test
  void anEndStateThatIsMissingOrBadIsNamedAndTheOthersAreWritten()
      throws InterruptedException, IOException {
    commit(
        attempt("swe/a", 0, 1, WorkspaceDelta.storedElsewhere("gone", 5)),
        attempt("swe/b", 0, 1, state("bad")),
        attempt("swe/c", 0, 1, state("odd")),
        attempt("swe/d", 0, 1, state("good")));
    Written written = write(choice("first"), new Fake());
    assertEquals(1, written.lines());
    List<String> why = written.skipped().stream().map(one -> one.why()).toList();
    assertTrue(why.get(0).contains("the workspace delta gone is not at"), why.toString());
    assertEquals("git cannot compare it", why.get(1));
    assertTrue(why.get(2).contains("no archive"), why.toString());
  }

  @Test
  void statesThatCannotBeReadLeaveOutTheirCommitAlone() throws InterruptedException, IOException {
    commit(attempt("swe/a", 0, 1, state("one")));
    commit(attempt("swe/b", 0, 1, state("two")));
    try (Stream<Path> files = Files.list(out.resolve("lake/states"))) {
      Files.writeString(files.sorted().findFirst().orElseThrow(), "short");
    }
    Written written = write(choice("first"), new Fake());
    assertEquals(1, written.lines());
    assertTrue(
        written.skipped().getFirst().why().contains("was changed after it was committed"),
        written::toString);
  }

  @Test
  void theFileIsWrittenWholeOrNotAtAll() throws IOException {
    commit(attempt("swe/a", 0, 1, state("one")));
    Files.writeString(file(), "before");
    Patches killed =
        new Patches() {
          @Override
          public String instance(TaskRef task) {
            return "a";
          }

          @Override
          public String of(TaskRef task, @Nullable WorkspaceDelta end) throws InterruptedException {
            throw new InterruptedException("killed");
          }
        };
    assertThrows(InterruptedException.class, () -> write(choice("first"), killed));
    assertEquals("before", Files.readString(file()));
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(
          List.of("lake", "predictions.jsonl"),
          files.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void anAttemptIsNamedByAKnownWordOrANumber() {
    assertThrows(IllegalArgumentException.class, () -> Attempts.parse("last"));
    assertThrows(IllegalArgumentException.class, () -> Attempts.parse("-1"));
    assertEquals(new Attempts.Numbered(3), Attempts.parse("3"));
  }
}
