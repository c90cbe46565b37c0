package dev.millrace.rewards.score;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.BreakingSandboxes;
import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestSets;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.formula.Variables;
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.ExpectedAnswer;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScorerTest {
  private static final Task TASK =
      TestTasks.judgedBy(
          new TestScript(Path.of("tests"), Duration.ofSeconds(1), List.of("/app/tests")));
  private static final Formula DEFAULT = Formula.compile("reward.formula", "default");
  private static final Map<String, Double> PENALTIES = Map.of("tests_edited", 0.5);
  private static final WorkspaceDelta END = delta(file("app/a", "1"), file("app/tests/t", "x"));
  private static final Verdict HALF =
      new Verdict.Judged(
          0,
          List.of(
              new TestResult("a", Status.PASSED, null), new TestResult("b", Status.FAILED, "no")),
          Map.of("loss", 0.25));
  private static final Verdict NONE =
      new Verdict.Judged(0, List.of(new TestResult("a", Status.FAILED, "no")));
  private static final Failure HUNG = new Failure.Verifier("hung");

  private final MemorySandboxes sandboxes =
      new MemorySandboxes(Map.of("/app/tests/t", "t"), (_, _) -> exited(0, ""));

  /// Gives the end state these verdicts in turn, and the start state none of the tests.
  private static Verifier verdicts(Verdict... ends) {
    ArrayDeque<Verdict> queue = new ArrayDeque<>(List.of(ends));
    return (_, submission) -> submission.workspace() == null ? NONE : queue.remove();
  }

  private Judgement judge(Verifier verifier, Formula formula, Trajectories trajectory)
      throws InterruptedException {
    Terms terms = new Terms(formula, PENALTIES, Shaping.NONE);
    return new Scorer(verifier, sandboxes, terms, Detectors.bundled(), Scorer.ATTEMPTS)
        .score(TASK, trajectory.build());
  }

  private static Trajectories ended() {
    return new Trajectories()
        .call("bash", "{}")
        .call("edit_file", "{\"path\": \"tests/t\"}")
        .call("nonsense", "{}", ToolStatus.UNKNOWN_TOOL)
        .call("submit", "{}")
        .endingWith(END);
  }

  private static Score score(Judgement judgement) {
    return assertInstanceOf(Judgement.Scored.class, judgement).score();
  }

  @Test
  void partsFlagsAndTotalAddUp() throws InterruptedException {
    Score score = score(judge(verdicts(HALF), DEFAULT, ended()));
    assertEquals(
        Variables.NUMBERS, List.copyOf(score.parts().keySet()).subList(0, 12), "all parts");
    assertEquals(
        List.of(0.0, 0.5, 40.0, 0.75, 0.5, 4.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.5, 0.25),
        List.copyOf(score.parts().values()));
    assertEquals(0.25, score.parts().get("metric.loss"));
    assertEquals(0.3 * 0.5 - 0.00001 * 40 - 0.5, score.total(), 1e-12);
    assertEquals(DEFAULT.digest(), score.formulaDigest());
    assertEquals(2, score.tests().size());
    assertEquals(2, score.progress().size());
    assertEquals("tests_edited", score.flags().getFirst().kind());
    assertEquals(1, score.flags().getFirst().turn());
  }

  @Test
  void replacedProgramIsFlagged() throws InterruptedException {
    Trajectories trajectory =
        new Trajectories()
            .call("bash", "{\"command\": \"cp fake /usr/bin/python3\"}")
            .endingWith(delta(file("usr/bin/python3", "fake"), file("usr/local/bin/own", "x")));
    var flag = score(judge(verdicts(HALF), DEFAULT, trajectory)).flags().getFirst();
    assertEquals("system_changed", flag.kind());
    assertEquals("/usr/bin/python3", flag.where());
    assertEquals(0, flag.turn());
  }

  @Test
  void flagsCanCost() throws InterruptedException {
    Formula formula =
        Formula.compile("reward.formula", "flags.exists(f, f == 'tests_edited') ? -1 : 1");
    assertEquals(-1, score(judge(verdicts(HALF), formula, ended())).total());
  }

  @Test
  void aKindOfFlagCostsOnceHoweverOftenItIsRaised() {
    Flag flag = new Flag("tests_edited", null, "/a", "b");
    Terms terms = new Terms(DEFAULT, Map.of("tests_edited", 0.5, "stalled", 0.25), Shaping.NONE);
    assertEquals(0.5, terms.penalty(List.of(flag, flag)));
    assertEquals(0.0, terms.penalty(List.of(new Flag("other", null, "/a", "b"))));
  }

  @Test
  void termsThatDifferHaveDifferentDigests() {
    Terms terms = new Terms(DEFAULT, PENALTIES, Shaping.NONE);
    assertEquals(terms.digest(), new Terms(DEFAULT, PENALTIES, Shaping.NONE).digest());
    assertNotEquals(terms.digest(), new Terms(DEFAULT, Map.of(), Shaping.NONE).digest());
    assertNotEquals(terms.digest(), new Terms(DEFAULT, PENALTIES, new Shaping(0.9)).digest());
  }

  @Test
  void setsThatATaskNamesAreTheOnesThatCount() throws InterruptedException {
    Verifier named =
        new Verifier() {
          @Override
          public Verdict verify(Task task, Submission submission) {
            return submission.workspace() == null ? NONE : HALF;
          }

          @Override
          public Optional<TestSets> testSets(Task task) {
            return Optional.of(new TestSets(Set.of("a", "c"), Set.of()));
          }
        };
    assertEquals(0.5, score(judge(named, DEFAULT, ended())).parts().get("repaired"));
  }

  @Test
  void episodeWithoutCallsHasFullToolSuccess() throws InterruptedException {
    Trajectories silent = new Trajectories().say("Done.").endingWith(delta(file("app/a", "1")));
    assertEquals(1.0, score(judge(verdicts(HALF), DEFAULT, silent)).parts().get("tool_success"));
  }

  @Test
  void brokenVerifierIsAskedOnceMore() throws InterruptedException {
    assertEquals(
        0.5,
        score(judge(verdicts(new Verdict.Errored(HUNG), HALF), DEFAULT, ended()))
            .parts()
            .get("coverage"));
  }

  @Test
  void verifierThatStaysBrokenGivesNoReward() throws InterruptedException {
    var errored = new Verdict.Errored(HUNG);
    assertEquals(HUNG, unscored(judge(verdicts(errored, errored), DEFAULT, ended())).failure());
  }

  private static Judgement.Unscored unscored(Judgement judgement) {
    return assertInstanceOf(Judgement.Unscored.class, judgement);
  }

  private static List<String> kinds(Judgement judgement) {
    return judgement.flags().stream().map(Flag::kind).toList();
  }

  @Test
  void whatWasDoneIsFlaggedThoughTheVerifierBroke() throws InterruptedException {
    var errored = new Verdict.Errored(HUNG);
    Judgement judgement = judge(verdicts(errored, errored), DEFAULT, ended());
    assertEquals(List.of("tests_edited"), kinds(unscored(judgement)));
    Trajectories cut = ended().withOutcome(new Outcome.Truncated(Outcome.Limit.TURNS));
    assertEquals(List.of("tests_edited"), kinds(judge(verdicts(errored, errored), DEFAULT, cut)));
  }

  @ParameterizedTest
  @CsvSource({"FORGED, reward_forged", "SILENCED, runner_subverted"})
  void aVerifierThatWasTamperedWithSaysSoInAFlag(Verdict.Sign sign, String kind)
      throws InterruptedException {
    var errored = new Verdict.Errored(HUNG, sign);
    Trajectories honest =
        new Trajectories().call("bash", "{}").endingWith(delta(file("app/a", "1")));
    Judgement judgement = judge(verdicts(errored, errored), DEFAULT, honest);
    assertEquals(List.of(new Flag(kind, null, "verdict", "hung")), unscored(judgement).flags());
  }

  /// Another run might be honest, and nobody would hear of the first.
  @Test
  void aVerifierThatWasTamperedWithIsNotAskedAgain() throws InterruptedException {
    var errored = new Verdict.Errored(HUNG, Verdict.Sign.FORGED);
    Trajectories honest =
        new Trajectories().call("bash", "{}").endingWith(delta(file("app/a", "1")));
    Judgement judgement = judge(verdicts(errored, HALF), DEFAULT, honest);
    assertEquals(List.of("reward_forged"), kinds(unscored(judgement)));
  }

  @Test
  void whatCannotBeLookedAtKeepsNoOtherFlagAway() throws InterruptedException {
    var errored = new Verdict.Errored(HUNG, Verdict.Sign.FORGED);
    Terms terms = new Terms(DEFAULT, PENALTIES, Shaping.NONE);
    Judgement judgement =
        new Scorer(
                verdicts(errored, errored),
                new BreakingSandboxes(sandboxes, 1),
                terms,
                Detectors.bundled(),
                Scorer.ATTEMPTS)
            .score(TASK, ended().build());
    assertEquals(HUNG, unscored(judgement).failure());
    assertEquals(List.of("reward_forged"), kinds(judgement));
  }

  @Test
  void truncatedEpisodeIsJudged() throws InterruptedException {
    Trajectories truncated = ended().withOutcome(new Outcome.Truncated(Outcome.Limit.TURNS));
    score(judge(verdicts(HALF), DEFAULT, truncated));
  }

  @Test
  void failedAndCancelledEpisodesAreNotVerified() throws InterruptedException {
    Failure failure = new Failure.Engine("gone");
    Judgement failed = judge(verdicts(), DEFAULT, ended().withOutcome(new Outcome.Failed(failure)));
    assertEquals(failure, unscored(failed).failure());
    Judgement cancelled =
        judge(verdicts(), DEFAULT, ended().withOutcome(new Outcome.Cancelled("asked to")));
    assertEquals(new Failure.Budget("cancelled: asked to"), unscored(cancelled).failure());
    assertEquals(List.of("tests_edited"), kinds(failed));
    assertEquals(List.of("tests_edited"), kinds(cancelled));
  }

  @Test
  void agentThatChangedNothingIsJudgedByTheStartState() throws InterruptedException {
    Score score = score(judge(verdicts(), DEFAULT, new Trajectories().say("Done.")));
    assertEquals(0.0, score.parts().get("correctness"));
    assertEquals(0.0, score.parts().get("progress"));
  }

  @Test
  void answersAreJudgedWithoutAnEndState() throws InterruptedException {
    Task question = TestTasks.judgedBy(new ExpectedAnswer("4", ExpectedAnswer.Kind.NUMBER, 0));
    Judgement judgement =
        new Scorer(sandboxes, new Terms(DEFAULT, Map.of(), Shaping.NONE))
            .score(question, new Trajectories().call("submit", "{}").answering("4").build());
    assertEquals(1.0, score(judgement).parts().get("correctness"));
    assertEquals(1.0, score(judgement).parts().get("progress"));
  }

  @Test
  void formulaWithoutAValueGivesNoReward() throws InterruptedException {
    Formula formula = Formula.compile("reward.formula", "1 / (coverage - 0.5)");
    Judgement judgement = judge(verdicts(HALF), formula, ended());
    assertEquals(List.of("tests_edited"), kinds(unscored(judgement)));
  }

  @Test
  void interruptIsThrown() {
    Verifier interrupted =
        (_, _) -> {
          throw new InterruptedException();
        };
    assertThrows(InterruptedException.class, () -> judge(interrupted, DEFAULT, ended()));
  }

  @Test
  void whatTestsPrintIsStoredWithoutSecrets() throws InterruptedException {
    // Put together here, so that no scanner of sources takes it for one.
    String secret = "ghp" + "_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";
    var printed = List.of(new TestResult("t", TestResult.Status.FAILED, "found " + secret));
    var judged = new Verdict.Judged(0, printed);
    String said = judge(verdicts(judged, judged), DEFAULT, ended()).toString();
    assertFalse(said.contains(secret), said);
    assertTrue(said.contains("found REDACTED-"), said);
  }
}
