package dev.millrace.rewards.score;

import static dev.millrace.rewards.MemorySandboxes.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.judge.Rater;
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Rating;
import dev.millrace.rollout.trajectory.Rating.Standing;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Scores that a judge has a part in.
final class RatedScoreTest {
  private static final Task MEASURED =
      TestTasks.judgedBy(new ExpectedAnswer("42", ExpectedAnswer.Kind.NUMBER, 0));
  private static final Task ALONE =
      TestTasks.judgedBy(new Verification.Unmeasured(Path.of("tests")));
  private static final Trajectory RIGHT = new Trajectories().say("42").answering("42").build();

  private final MemorySandboxes sandboxes = new MemorySandboxes(Map.of(), (_, _) -> exited(0, ""));

  private static Rater saying(double score, Standing standing) {
    Rating rating =
        new Rating(
            standing,
            new Rating.Setting("m", "r", 1, 10),
            new Rating.Prompt("s", "u"),
            List.of(new Rating.Criterion("clear", 1, 0, 10)),
            List.of(new Rating.Repeat("m", "n", "d", Map.of("clear", score), Map.of())));
    return (_, _) -> Optional.of(rating);
  }

  private static Terms terms(String formula) {
    return new Terms(Formula.compile("f", formula), Map.of(), Shaping.NONE);
  }

  private Judgement score(Task task, String formula, Rater rater) throws InterruptedException {
    return new Scorer(sandboxes, terms(formula)).with(rater).score(task, RIGHT);
  }

  private static Score scored(Judgement judgement) {
    return assertInstanceOf(Judgement.Scored.class, judgement).score();
  }

  @Test
  void aJudgesScoresStandBesideTheVerdict() throws InterruptedException {
    Score score = scored(score(MEASURED, "correctness + 0.5 * judge", saying(4, Standing.BESIDE)));
    assertEquals(1.2, score.total(), 1e-12);
    assertEquals(1.0, score.parts().get("correctness"));
    assertEquals(0.4, score.parts().get("judge.clear"));
    assertFalse(score.isJudged());
  }

  @Test
  void whereNothingIsMeasuredTheMeanIsTheVerdictAndSaysSo() throws InterruptedException {
    Score score = scored(score(ALONE, "correctness", saying(4, Standing.ALONE)));
    assertEquals(0.4, score.total(), 1e-12);
    assertTrue(score.isJudged());
    assertFalse(score.parts().containsKey("progress"));
    assertEquals(List.of(), score.progress());
  }

  @Test
  void aJudgeThatDoesNotAnswerLeavesNoRewardWhateverTheVerifierSays() throws InterruptedException {
    Failure silent = new Failure.Judge("silent");
    Rater rater =
        (_, _) -> {
          throw new FailureException(silent);
        };
    assertEquals(new Judgement.Unscored(silent), score(MEASURED, "correctness", rater));
    assertEquals(new Judgement.Unscored(silent), score(ALONE, "correctness", rater));
  }

  @Test
  void aRubricAloneHasNoScoreWithoutAJudge() throws InterruptedException {
    Judgement.Unscored none =
        assertInstanceOf(Judgement.Unscored.class, score(ALONE, "correctness", Rater.NONE));
    assertEquals("judge", none.failure().boundary());
  }

  @Test
  void aJudgesWordAloneIsNoRewardForWhatWasMeasured() throws InterruptedException {
    Judgement refused = score(MEASURED, "judge - penalty", saying(10, Standing.BESIDE));
    Failure failure = assertInstanceOf(Judgement.Unscored.class, refused).failure();
    assertTrue(failure.detail().contains("takes a judge's word alone"), failure.detail());
    assertEquals(1.0, scored(score(ALONE, "judge", saying(10, Standing.ALONE))).total(), 1e-12);
  }

  @Test
  void storedScoresAreHeldToTheSameRuleAndKeepTheirRating() throws InterruptedException {
    Judgement stored = score(MEASURED, "correctness", saying(10, Standing.BESIDE));
    var usage = RIGHT.events().usage();
    Score again = scored(terms("correctness + judge").again(stored, usage));
    assertEquals(2.0, again.total(), 1e-12);
    assertEquals(scored(stored).rating(), again.rating());
    assertInstanceOf(Judgement.Unscored.class, terms("judge").again(stored, usage));
  }
}
