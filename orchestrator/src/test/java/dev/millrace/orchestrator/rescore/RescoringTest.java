package dev.millrace.orchestrator.rescore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.Rescored;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescoringTest {
  private static final byte[] END = "an end".getBytes(StandardCharsets.UTF_8);

  @TempDir Path out;
  private ParquetLake lake;

  /// Three commits of two episodes each.
  @BeforeEach
  void fill() {
    lake = new ParquetLake(Store.local(out.resolve("lake")));
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    for (int i = 0; i < 3; i++) {
      String task = "swe/" + (char) ('a' + i);
      writer.write(
          new OffsetRange("scored", 0, 2L * i, 2L * i + 1),
          List.of(HandMade.passed(task, 0, 1), HandMade.flagged(task, 1, 2)));
    }
  }

  private static Terms terms(String formula, Map<String, Double> penalties) {
    return new Terms(Formula.compile("formula", formula), penalties, Shaping.NONE);
  }

  private Rescoring.Pass stored(Terms terms) throws InterruptedException {
    return new Rescoring(lake, deltas(), terms, new Judging.Stored(terms), 2).run(_ -> {});
  }

  private DeltaStore deltas() {
    return new DeltaStore(out.resolve("deltas"));
  }

  private List<Rescored> rows(Rescoring.Pass pass) {
    return lake.scorings().read(pass.scoring().id());
  }

  private static double total(Rescored row) {
    return ((Judgement.Scored) row.now()).score().total();
  }

  @Test
  void anotherFormulaIsAppliedToTheStoredParts() throws InterruptedException {
    Rescoring.Pass pass =
        stored(terms("2 * correctness - penalty + turns", Map.of("tests_edited", 0.5)));
    assertEquals(6, pass.fresh());
    assertEquals(List.of(), pass.skipped());
    List<Rescored> rows = rows(pass);
    assertEquals(
        List.of(4.0, 1.5, 4.0, 1.5, 4.0, 1.5), rows.stream().map(RescoringTest::total).toList());
    assertEquals(new Rescored.Before(1.25, 1.0), rows.getFirst().before());
  }

  @Test
  void aSecondPassAddsNothing() throws InterruptedException {
    Terms terms = terms("correctness", Map.of());
    Rescoring.Pass first = stored(terms);
    List<Rescored> rows = rows(first);
    Rescoring.Pass second = stored(terms);
    assertEquals(first.scoring().id(), second.scoring().id());
    assertEquals(0, second.fresh());
    assertEquals(rows, rows(second));
  }

  @Test
  void scoringsStandBesideEachOtherAndTheEpisodesStayAsTheyWere() throws InterruptedException {
    List<ScoredTrajectory> before = lake.read(lake.episodes());
    Rescoring.Pass one = stored(terms("correctness", Map.of()));
    Rescoring.Pass other = stored(terms("correctness", Map.of("tests_edited", 1.0)));
    assertEquals(6, rows(one).size());
    assertEquals(6, rows(other).size());
    assertTrue(!one.scoring().id().equals(other.scoring().id()));
    assertEquals(before, lake.read(lake.episodes()));
  }

  @Test
  void aPassThatDiesIsTakenUpWhereItWas() throws InterruptedException {
    Terms terms = terms("correctness", Map.of());
    Map<EpisodeId, Integer> judged = new ConcurrentHashMap<>();
    Judging dying =
        judging(
            scored -> {
              EpisodeId id = scored.trajectory().episode().id();
              judged.merge(id, 1, Integer::sum);
              if (id.value().startsWith("swe/b")) {
                throw new InterruptedException("killed");
              }
              return scored.judgement();
            });
    assertThrows(
        InterruptedException.class,
        () -> new Rescoring(lake, deltas(), terms, dying, 1).run(_ -> {}));
    Judging living =
        judging(
            scored -> {
              judged.merge(scored.trajectory().episode().id(), 1, Integer::sum);
              return scored.judgement();
            });
    Rescoring.Pass pass = new Rescoring(lake, deltas(), terms, living, 1).run(_ -> {});
    assertEquals(4, pass.fresh());
    assertEquals(6, rows(pass).size());
    assertEquals(1, judged.get(new EpisodeId("swe/a#0.m0")), "what is stored is not judged twice");
  }

  @Test
  void episodesThatCameLaterAreAdded() throws InterruptedException {
    Terms terms = terms("correctness", Map.of());
    stored(terms);
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    writer.write(new OffsetRange("scored", 0, 6, 6), List.of(HandMade.passed("swe/0", 0, 1)));
    Rescoring.Pass pass = stored(terms);
    assertEquals(1, pass.fresh());
    assertEquals(7, rows(pass).size());
  }

  @Test
  void aFormulaThatReadsWhatWasNotStoredGivesNoVerdictAndSaysWhat() throws InterruptedException {
    Rescoring.Pass pass = stored(terms("repaired + metrics['loss']", Map.of()));
    Judgement.Unscored none = (Judgement.Unscored) rows(pass).getFirst().now();
    assertTrue(none.failure().detail().contains("reads repaired"), none.failure().detail());
  }

  @Test
  void endStatesAreReadBackForVerifiers() throws InterruptedException {
    LakeWriter writer = lake.writer();
    writer.claim("scored", 0);
    WorkspaceDelta small = new WorkspaceDelta("s".repeat(64), END.length, END);
    writer.write(
        new OffsetRange("scored", 0, 6, 6),
        List.of(
            ending("swe/d", small), ending("swe/e", WorkspaceDelta.storedElsewhere("gone", 5))));
    List<String> seen = new ArrayList<>();
    Judging anew =
        judging(
            scored -> {
              WorkspaceDelta end = scored.trajectory().end().workspace();
              if (end != null) {
                seen.add(new String(end.archive(), StandardCharsets.UTF_8));
              }
              return scored.judgement();
            });
    Rescoring.Pass pass = new Rescoring(lake, deltas(), terms("1", Map.of()), anew, 1).run(_ -> {});
    assertEquals(List.of("an end"), seen);
    assertEquals(7, pass.fresh());
    Rescoring.Skipped skipped = pass.skipped().getFirst();
    assertEquals("swe/e#0.m0", skipped.episode().value());
    assertTrue(skipped.why().contains("the workspace delta gone is not at"), skipped.why());
    assertTrue(skipped.why().contains("leave --tasks out"), skipped.why());
  }

  @Test
  void aRowThatCannotBeReadIsNamedAndTheOthersAreScored() throws IOException, InterruptedException {
    Path broken = files("episodes").get(1);
    try (RandomAccessFile file = new RandomAccessFile(broken.toFile(), "rw")) {
      file.seek(100);
      file.write(new byte[200]);
    }
    Rescoring.Pass pass = stored(terms("correctness", Map.of()));
    assertEquals(4, pass.fresh());
    assertEquals(
        Set.of("swe/b#0.m0", "swe/b#0.m1"),
        Set.copyOf(pass.skipped().stream().map(skip -> skip.episode().value()).toList()));
    assertTrue(pass.skipped().getFirst().why().contains("cannot be read"), pass.toString());
  }

  @Test
  void aJudgeThatBreaksOnOneEpisodeLeavesTheOthersAlone() throws InterruptedException {
    Judging broken =
        judging(
            scored -> {
              if (scored.trajectory().episode().id().value().equals("swe/b#0.m1")) {
                throw new IllegalArgumentException("no such thing");
              }
              return scored.judgement();
            });
    Rescoring.Pass pass =
        new Rescoring(lake, deltas(), terms("1", Map.of()), broken, 2).run(_ -> {});
    assertEquals(5, pass.fresh());
    assertEquals("swe/b#0.m1", pass.skipped().getFirst().episode().value());
    assertTrue(pass.skipped().getFirst().why().contains("IllegalArgumentException"));
  }

  @Test
  void changedVerdictsAreListed() throws InterruptedException {
    Judging other =
        judging(
            scored ->
                scored.trajectory().episode().member() == 0
                    ? new Judgement.Unscored(new Failure.Verifier("hung"))
                    : scored.judgement());
    Rescoring.Pass pass =
        new Rescoring(lake, deltas(), terms("1", Map.of()), other, 1).run(_ -> {});
    List<String> lines = Comparison.lines(pass.scoring(), rows(pass));
    assertTrue(lines.contains("with verdict  6 -> 3"), lines.toString());
    assertTrue(lines.contains("solved        3 -> 0"), lines.toString());
    assertTrue(lines.contains("mean total    0.2500 -> 0.2500"), lines.toString());
    assertTrue(lines.contains("changed       3"), lines.toString());
    assertTrue(lines.contains("  swe/a#0.m0  solved 1.250 -> no verdict (hung)"), lines.toString());
  }

  private List<Path> files(String table) throws IOException {
    try (Stream<Path> files = Files.list(out.resolve("lake").resolve(table))) {
      return files.sorted().toList();
    }
  }

  private static ScoredTrajectory ending(String task, WorkspaceDelta end) {
    ScoredTrajectory scored = HandMade.passed(task, 0, 1);
    Trajectory made = scored.trajectory();
    return new ScoredTrajectory(
        new Trajectory(
            made.episode(),
            made.tools(),
            made.messages(),
            made.events(),
            made.branches(),
            made.outcome(),
            new Trajectory.End(null, end, List.<Checkpoint>of()),
            made.provenance()),
        scored.judgement());
  }

  private interface Judge {
    Judgement judge(ScoredTrajectory scored) throws InterruptedException;
  }

  private static Judging judging(Judge judge) {
    return new Judging() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public boolean needsStates() {
        return true;
      }

      @Override
      public TaskRef task(TaskRef stored) {
        return stored;
      }

      @Override
      public Judgement judge(ScoredTrajectory scored) throws InterruptedException {
        return judge.judge(scored);
      }
    };
  }

  @Test
  void gainsAreMadeOfTheStoredPotentials() throws InterruptedException {
    Terms terms = new Terms(Formula.compile("formula", "progress"), Map.of(), new Shaping(0.5));
    Rescored row = rows(stored(terms)).getFirst();
    Score score = ((Judgement.Scored) row.now()).score();
    assertNull(score.progress().getFirst().gain());
    assertEquals(0.25, score.total(), 1e-12);
  }
}
