package dev.millrace.orchestrator.rescore;

import dev.millrace.datasets.lake.LakeException;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.Rescored;
import dev.millrace.datasets.lake.Scoring;
import dev.millrace.datasets.lake.Scorings;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.orchestrator.roles.TaskScope;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scores the episodes of a lake again and stores that beside what they have, commit by commit: it
/// may die at any time and be started again, and what is stored is not judged twice.
public final class Rescoring {
  private static final Logger LOG = LoggerFactory.getLogger(Rescoring.class);

  private final ParquetLake lake;
  private final DeltaStore deltas;
  private final Judging judging;
  private final Scoring scoring;
  private final Semaphore slots;

  /// @param deltas where states are that are too large for the lake
  /// @param parallel how many episodes are judged at once
  public Rescoring(
      ParquetLake lake, DeltaStore deltas, Terms terms, Judging judging, int parallel) {
    this.lake = lake;
    this.deltas = deltas;
    this.judging = judging;
    this.scoring = new Scoring(terms.formula().text(), terms.digest(), judging.name());
    this.slots = new Semaphore(parallel);
  }

  /// What a pass did.
  ///
  /// @param fresh episodes that it stored
  /// @param skipped those that it could not judge, which it tries again when it is started again
  public record Pass(Scoring scoring, int fresh, List<Skipped> skipped) {}

  /// @param why what is wrong and what to do
  public record Skipped(EpisodeId episode, String why) {}

  private sealed interface End {
    record Stored(Rescored row) implements End {}

    record Left(Skipped skipped) implements End {}
  }

  /// Judges all episodes that the scoring does not have.
  ///
  /// @param progress told of each episode that is done with, by how many are
  public Pass run(IntConsumer progress) throws InterruptedException {
    Set<EpisodeId> done = new HashSet<>(lake.scorings().episodes(scoring.id()));
    List<List<EpisodeId>> left = new ArrayList<>();
    for (List<EpisodeId> commit : lake.commits()) {
      left.add(commit.stream().filter(done::add).toList());
    }
    left.removeIf(List::isEmpty);
    List<Skipped> skipped = new ArrayList<>();
    int fresh = 0;
    if (!left.isEmpty()) {
      Scorings.Hand hand = lake.scorings().hand(scoring);
      int seen = 0;
      for (List<EpisodeId> commit : left) {
        fresh += hand.write(judged(commit, skipped));
        seen += commit.size();
        progress.accept(seen);
      }
    }
    return new Pass(scoring, fresh, List.copyOf(skipped));
  }

  private List<Rescored> judged(List<EpisodeId> commit, List<Skipped> skipped)
      throws InterruptedException {
    List<ScoredTrajectory> read = read(commit, skipped);
    Map<String, byte[]> states =
        judging.needsStates() ? lake.states(new HashSet<>(commit)) : Map.of();
    List<Rescored> rows = new ArrayList<>();
    try (TaskScope scope = new TaskScope("score-again")) {
      List<Future<End>> pending = new ArrayList<>();
      read.forEach(scored -> pending.add(scope.fork(() -> end(scored, states))));
      for (Future<End> future : pending) {
        switch (future.get()) {
          case End.Stored(Rescored row) -> rows.add(row);
          case End.Left(Skipped one) -> skipped.add(one);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException("an episode could not be scored again", e);
    }
    return rows;
  }

  /// A row that cannot be read must not keep the others of its commit from it.
  private List<ScoredTrajectory> read(List<EpisodeId> commit, List<Skipped> skipped) {
    try {
      return lake.read(new HashSet<>(commit));
    } catch (LakeException | IllegalArgumentException _) {
      List<ScoredTrajectory> read = new ArrayList<>();
      for (EpisodeId id : commit) {
        try {
          read.addAll(lake.read(Set.of(id)));
        } catch (LakeException | IllegalArgumentException e) {
          skipped.add(
              new Skipped(
                  id,
                  "its row cannot be read: "
                      + e.getMessage()
                      + "; restore the lake's files and"
                      + " score again, the others are stored"));
        }
      }
      return read;
    }
  }

  private End end(ScoredTrajectory scored, Map<String, byte[]> states) throws InterruptedException {
    Episode episode = scored.trajectory().episode();
    slots.acquire();
    try {
      ScoredTrajectory whole = judging.needsStates() ? withStates(scored, states) : scored;
      Judgement now = judging.judge(whole);
      if (judging.needsStates()
          && now instanceof Judgement.Unscored(Failure.Judge(String why), _)) {
        // Stored, it would keep the episode from a score by a judge that answers later.
        return new End.Left(new Skipped(episode.id(), why));
      }
      return new End.Stored(
          new Rescored(
              episode.id(),
              judging.task(episode.task()),
              episode.group(),
              Rescored.Before.of(scored.judgement()),
              now));
    } catch (FailureException e) {
      return new End.Left(
          new Skipped(
              episode.id(),
              e.failure().detail()
                  + "; put it there, or leave --tasks out to apply the formula to the verdict that"
                  + " is stored"));
    } catch (RuntimeException e) {
      // A bug that one episode meets must not stop the others.
      LOG.atDebug().setCause(e).log("the judge broke");
      return new End.Left(
          new Skipped(
              episode.id(),
              "the judge broke on it: " + e.getClass().getName() + "; the debug log says where"));
    } finally {
      slots.release();
    }
  }

  private ScoredTrajectory withStates(ScoredTrajectory scored, Map<String, byte[]> states) {
    Trajectory whole = deltas.load(scored.trajectory(), states);
    return new ScoredTrajectory(whole, scored.judgement());
  }
}
