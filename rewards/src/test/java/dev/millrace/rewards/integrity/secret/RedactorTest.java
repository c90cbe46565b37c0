package dev.millrace.rewards.integrity.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.token.Tokenizer;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedactorTest {
  // Put together here, so that no scanner of sources takes it for one.
  private static final String SECRET = "ghp" + "_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Task TASK =
      TestTasks.judgedBy(
          new Verification.ExpectedAnswer("1", Verification.ExpectedAnswer.Kind.NUMBER, 0));

  private final Redactor redactor = new Redactor(SecretRules.bundled());

  private static Trajectory trajectory(String said, List<Branch> branches) {
    Trajectory plain =
        new Trajectories()
            .call("bash", "{\"command\": \"echo " + said + "\"}")
            .say("It is " + said + ".")
            .answering(said)
            .build();
    return new Trajectory(
        plain.episode(),
        plain.tools(),
        plain.messages(),
        plain.events(),
        branches,
        plain.outcome(),
        plain.end(),
        plain.provenance());
  }

  private static Branch branch(String text) {
    Tokenizer tokenizer = FORMAT.tokenizer();
    int[] ids = tokenizer.encode(text);
    boolean[] sampled = new boolean[ids.length];
    Arrays.fill(sampled, true);
    float[] logprobs = new float[ids.length];
    Arrays.fill(logprobs, -1);
    return new Branch(
        new BranchId("b"),
        null,
        BranchOrigin.FIRST,
        Tokens.of(ids, sampled, new byte[ids.length], logprobs),
        List.of(),
        List.of(),
        new TokenizerRef("t", "0", "0"));
  }

  private Trajectory redact(Trajectory trajectory) {
    return redactor.redact(trajectory, TASK, FORMAT.tokenizer());
  }

  @Test
  void secretIsGoneFromEveryTextAndItsTagIsAsLongAndTheSame() {
    Trajectory redacted = redact(trajectory(SECRET, List.of()));
    assertFalse(redacted.toString().contains(SECRET), redacted.toString());
    String tag = String.valueOf(redacted.end().answer());
    assertEquals(SECRET.length(), tag.length());
    assertTrue(tag.startsWith("REDACTED-"), tag);
    Message.Assistant last = (Message.Assistant) redacted.messages().getLast();
    assertEquals("It is " + tag + ".", last.content());
    assertTrue(
        String.valueOf(redacted.provenance().facts().get(Redactor.FACT))
            .matches("github-token:[0-9a-f]{8}"));
  }

  @Test
  void idsThatSayItAreReplacedAndMaskedAndTheBranchIsNotTokenExact() {
    Branch before = branch("The token is " + SECRET + ", keep it.");
    Branch after = redact(trajectory(SECRET, List.of(before))).branches().getFirst();
    String text = FORMAT.tokenizer().decode(after.tokens().ids());
    assertFalse(text.contains(SECRET.substring(4, 12)), text);
    assertTrue(text.startsWith("The token is"), text);
    assertTrue(text.endsWith("keep it."), text);
    assertEquals(Fidelity.TEXT_ONLY, after.origin().fidelity());
    assertEquals(before.tokens().length(), after.tokens().length());
    byte[] reasons = after.tokens().maskReasons();
    float[] logprobs = Objects.requireNonNull(after.tokens().logprobs());
    int masked = 0;
    for (int i = 0; i < reasons.length; i++) {
      boolean isMasked = reasons[i] == MaskReason.REDACTED.code();
      assertEquals(isMasked, Float.isNaN(logprobs[i]), "token " + i);
      masked += isMasked ? 1 : 0;
    }
    assertTrue(masked > 3 && masked < reasons.length - 5, "masked " + masked);
  }

  @Test
  void everyOccurrenceIsReplacedAndPromptDigestsHoldAgain() {
    Trajectory redacted =
        redact(trajectory(SECRET, List.of(branch(SECRET + " and " + SECRET + " again"))));
    int[] ids = redacted.branches().getFirst().tokens().ids();
    assertFalse(FORMAT.tokenizer().decode(ids).contains(SECRET));
    redacted
        .events()
        .modelCalls()
        .forEach(
            call ->
                assertEquals(Tokens.prefixDigest(ids, call.promptTokens()), call.promptDigest()));
  }

  @Test
  void trajectoryWithoutSecretsIsTheSame() {
    Trajectory plain = trajectory("hello", List.of(branch("hello")));
    assertSame(plain, redact(plain));
  }

  @Test
  void branchWithoutTheSecretStaysTokenExact() {
    Branch other = branch("nothing here");
    assertSame(other, redact(trajectory(SECRET, List.of(other))).branches().getFirst());
  }

  @Test
  void whatTheTaskPlantsStays() {
    Task planting =
        new Task(
            TASK.ref(),
            "Remove " + SECRET + " from the history.",
            TASK.environment(),
            TASK.toolbox(),
            TASK.verification(),
            TASK.limits(),
            null);
    Trajectory plain = trajectory(SECRET, List.of());
    assertSame(plain, redactor.redact(plain, planting, FORMAT.tokenizer()));
  }

  @Test
  void whatAStepOfTheTaskGivesStays(@TempDir Path given) throws IOException {
    Files.writeString(given.resolve("token"), SECRET + "\n");
    Verification.TestScript tests =
        new Verification.TestScript(given, Duration.ofSeconds(1), List.of());
    TaskStep step = new TaskStep("a", "Do.", given, tests, Map.of(), Duration.ofSeconds(1), null);
    Task planting =
        TestTasks.judgedBy(new Steps(List.of(step), Steps.Strategy.MEAN, Steps.Unreached.LEFT_OUT));
    Trajectory plain = trajectory(SECRET, List.of());
    assertSame(plain, redactor.redact(plain, planting, FORMAT.tokenizer()));
  }

  @Test
  void differentSecretsHaveDifferentTags() {
    String other = SECRET.replace("A5", "B6");
    assertNotEquals(
        redact(trajectory(SECRET, List.of())).end().answer(),
        redact(trajectory(other, List.of())).end().answer());
  }

  @Test
  void secretIsGoneFromAFailureAndFromFacts() {
    Trajectory plain = trajectory("hello", List.of());
    Provenance from = plain.provenance();
    Trajectory failed =
        new Trajectory(
            plain.episode(),
            plain.tools(),
            plain.messages(),
            plain.events(),
            plain.branches(),
            new Outcome.Failed(new Failure.Agent("it ended with: " + SECRET)),
            plain.end(),
            new Provenance(
                from.source(), from.harness(), from.sandbox(), Map.of("agent_said", SECRET)));
    Trajectory redacted = redact(failed);
    assertFalse(redacted.toString().contains(SECRET), redacted.toString());
    Outcome.Failed outcome = assertInstanceOf(Outcome.Failed.class, redacted.outcome());
    assertTrue(outcome.failure() instanceof Failure.Agent, outcome.toString());
  }

  @Test
  void secretIsGoneFromTheEndsOfSteps() {
    Trajectory plain = trajectory("hello", List.of());
    Outcome failed = new Outcome.Failed(new Failure.Environment("setup.sh said " + SECRET));
    Trajectory redacted =
        redact(
            new Trajectory(
                plain.episode(),
                plain.tools(),
                plain.messages(),
                plain.events(),
                plain.branches(),
                plain.outcome(),
                new Trajectory.End(
                    null,
                    null,
                    List.of(),
                    List.of(
                        new StepEnd("a", 1, 0, plain.outcome(), null, null),
                        new StepEnd("b", 2, 1, failed, null, null))),
                plain.provenance()));
    assertFalse(redacted.toString().contains(SECRET), redacted.toString());
    assertEquals(plain.outcome(), redacted.end().steps().getFirst().outcome());
    assertInstanceOf(Outcome.Failed.class, redacted.end().steps().getLast().outcome());
  }

  private static Judgement.Scored scored(String said) {
    Score score =
        new Score(
            Map.of("correctness", 0.0),
            0,
            "0".repeat(64),
            List.of(new TestResult("t[" + said + "]", TestResult.Status.FAILED, "got " + said)),
            List.of(),
            List.of(new Flag("tests_edited", 1, "app/" + said, "holds " + said)));
    return new Judgement.Scored(score);
  }

  @Test
  void secretIsGoneFromWhatTestsAndFlagsSay() {
    Judgement redacted = redactor.redact(scored(SECRET), TASK);
    assertFalse(redacted.toString().contains(SECRET), redacted.toString());
    Score score = assertInstanceOf(Judgement.Scored.class, redacted).score();
    String message = String.valueOf(score.tests().getFirst().message());
    assertTrue(message.startsWith("got REDACTED-"), message);
    assertEquals(1, score.flags().getFirst().turn());
    assertEquals(Map.of("correctness", 0.0), score.parts());
  }

  @Test
  void secretIsGoneFromWhyThereIsNoScore() {
    Judgement redacted =
        redactor.redact(new Judgement.Unscored(new Failure.Verifier("said " + SECRET)), TASK);
    assertFalse(redacted.toString().contains(SECRET), redacted.toString());
    Judgement.Unscored unscored = assertInstanceOf(Judgement.Unscored.class, redacted);
    assertTrue(unscored.failure() instanceof Failure.Verifier, unscored.toString());
  }

  @Test
  void judgementWithoutSecretsIsTheSame() {
    Judgement plain = scored("hello");
    assertSame(plain, redactor.redact(plain, TASK));
  }
}
