package dev.millrace.orchestrator.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.log.Appender;
import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.log.LogException;
import dev.millrace.orchestrator.log.Topic;
import dev.millrace.orchestrator.log.memory.MemoryLog;
import dev.millrace.orchestrator.schedule.Plans;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerRoleTest {
  private final List<Episode> episodes = List.copyOf(Plans.of(1, 4).episodes());
  private final List<EpisodeId> judged = new CopyOnWriteArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final MemoryLog log = new MemoryLog();

  @TempDir Path directory;

  @Test
  void episodeIsJudgedOnceThoughTwoAttemptsFinish() throws InterruptedException {
    finished(episodes.get(0));
    finished(episodes.get(0).withAttempt(1));
    finished(episodes.get(1));
    try (Actors actors = new Actors()) {
      actors.start(scorer(log, this::solved));
      scored(2);
    }
    // They are judged at the same time.
    assertEquals(
        Set.of(episodes.get(0).id(), episodes.get(1).id()), Set.copyOf(judged), judged::toString);
    assertEquals(2, judged.size(), judged::toString);
  }

  @Test
  void secondAttemptIsDroppedByALaterScorerToo() throws InterruptedException {
    finished(episodes.get(0));
    try (Actors actors = new Actors()) {
      actors.start(scorer(log, this::solved));
      scored(1);
    }
    finished(episodes.get(0).withAttempt(1));
    finished(episodes.get(1));
    try (Actors actors = new Actors()) {
      actors.start(scorer(log, this::solved));
      scored(2);
    }
    assertEquals(List.of(episodes.get(0).id(), episodes.get(1).id()), judged);
  }

  @Test
  void scorerThatDiedWhileJudgingIsReplacedWithoutALoss() throws InterruptedException {
    CountDownLatch judging = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    finished(episodes.get(0));
    try (Actors actors = new Actors()) {
      Actors.Actor first =
          actors.start(
              scorer(
                  log,
                  _ -> {
                    judging.countDown();
                    never.await();
                    return Episodes.SOLVED;
                  }));
      judging.await();
      Actors.kill(first);
    }
    assertEquals(List.of(), Watch.now(log, Topic.SCORED, Codecs.SCORED));
    try (Actors actors = new Actors()) {
      actors.start(scorer(log, this::solved));
      scored(1);
    }
  }

  @Test
  void lostTransactionIsDoneAgain() throws InterruptedException {
    finished(episodes.get(0));
    try (Actors actors = new Actors()) {
      actors.start(scorer(new SpyingLog(log, _ -> {}).losingBefore(3), this::solved));
      scored(1);
    }
    assertEquals(4, judged.size());
  }

  @Test
  void transactionWhoseAnswerWasLostIsNotDoneTwice() throws InterruptedException {
    finished(episodes.get(0));
    try (Actors actors = new Actors()) {
      actors.start(scorer(new SpyingLog(log, _ -> {}).losingAfter(1), this::solved));
      scored(1);
      finished(episodes.get(0).withAttempt(1));
      finished(episodes.get(1));
      scored(2);
    }
    assertEquals(List.of(episodes.get(0).id(), episodes.get(1).id()), judged);
  }

  @Test
  void scorerThatNeverCommitsFailsInTheEnd() throws InterruptedException {
    finished(episodes.get(0));
    try (Actors actors = new Actors()) {
      Actors.Actor role =
          actors.start(
              scorer(new SpyingLog(log, _ -> {}).losingBefore(Integer.MAX_VALUE), this::solved));
      LogException error = assertThrows(LogException.class, () -> Actors.ended(role));
      assertTrue(String.valueOf(error.getMessage()).contains("could not commit"));
    }
  }

  @Test
  void bugThatOneTrajectoryMeetsLeavesItUnscoredAndStopsNoOther() throws InterruptedException {
    finished(episodes.get(0));
    finished(episodes.get(1));
    try (Actors actors = new Actors()) {
      actors.start(
          scorer(
              log,
              trajectory -> {
                if (trajectory.episode().member() == 0) {
                  throw new IllegalStateException("a secret of the task");
                }
                return Episodes.SOLVED;
              }));
      assertEquals(
          List.of(
              new Judgement.Unscored(
                  new Failure.Verifier("the judge broke: java.lang.IllegalStateException")),
              Episodes.SOLVED),
          scored(2).stream().map(ScoredTrajectory::judgement).toList());
    }
  }

  @Test
  void bytesThatAreNoTrajectoryGoToTheDeadLetters() throws InterruptedException {
    try (Appender appender = log.appender()) {
      appender.append(Topic.TRAJECTORIES, "garbage", "no record".getBytes(UTF_8));
      appender.flush();
    }
    finished(episodes.get(0));
    try (Actors actors = new Actors()) {
      actors.start(scorer(log, this::solved));
      scored(1);
      List<DeadLetter> letters =
          Watch.until(log, Topic.DEAD_LETTERS, Codecs.DEAD_LETTERS, seen -> seen.size() == 1);
      assertEquals("scorer", letters.getFirst().role());
      assertTrue(letters.getFirst().source().startsWith("trajectories-"), letters.toString());
    }
  }

  private Judgement solved(Trajectory trajectory) {
    judged.add(trajectory.episode().id());
    return Episodes.SOLVED;
  }

  private ScorerRole scorer(EventLog on, Judge judge) {
    return new ScorerRole(
        on, judge, new DeltaStore(directory), new ScorerRole.Settings("0", 1), clock);
  }

  private void finished(Episode episode) {
    try (Appender appender = log.appender()) {
      appender.append(
          Topic.TRAJECTORIES,
          episode.group().value(),
          Codecs.TRAJECTORIES.encode(Episodes.submitted(episode)));
      appender.flush();
    }
  }

  private List<ScoredTrajectory> scored(int wanted) throws InterruptedException {
    return Watch.until(log, Topic.SCORED, Codecs.SCORED, seen -> seen.size() == wanted);
  }
}
