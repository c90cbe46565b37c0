package dev.millrace.rewards.steps;

import static dev.millrace.rewards.MemorySandboxes.bytes;
import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.VerifierContract;
import dev.millrace.rewards.score.Verifiers;
import dev.millrace.rewards.tests.TestScriptVerifier;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.task.Verification.Steps.Strategy;
import dev.millrace.rollout.task.Verification.Steps.Unreached;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each step's script writes as its rewards what `/app/STEP` holds, or 0.
class StepsVerifierTest extends VerifierContract {
  private static final Outcome DONE = new Outcome.Completed(Outcome.Ending.SUBMITTED);
  private static final Outcome UNABLE =
      new Outcome.Failed(new Failure.Environment("step c cannot begin"));

  @TempDir Path tests;

  @BeforeEach
  void writeTests() throws IOException {
    Files.writeString(tests.resolve("test.sh"), "write rewards");
  }

  @Override
  protected Verifier verifier(SandboxProvider sandboxes) {
    return new StepsVerifier(new TestScriptVerifier(sandboxes));
  }

  @Override
  protected Task task() {
    return task(Strategy.MEAN, Unreached.LEFT_OUT);
  }

  private Task task(Strategy strategy, Unreached unreached) {
    List<TaskStep> steps = Stream.of("a", "b", "c").map(name -> step(name, Map.of())).toList();
    return TestTasks.judgedBy(new Steps(steps, strategy, unreached));
  }

  private TaskStep step(String name, Map<String, Double> least) {
    Grading usual = Grading.USUAL;
    Grading grading =
        new Grading(
            usual.verdict(), usual.place(), Map.of("STEP", name), List.of(), List.of(), null);
    Duration time = Duration.ofSeconds(5);
    return new TaskStep(
        name, "Do it.", null, new TestScript(tests, time, List.of(), grading), least, time, null);
  }

  @Override
  protected MemorySandboxes sandboxes() {
    return new MemorySandboxes(
        Map.of(),
        (command, files) -> {
          String step = command.variables().get("STEP");
          byte[] rewards = files.getOrDefault("/app/" + step, bytes("{\"reward\": 0}"));
          files.put("/logs/verifier/reward.json", rewards);
          return exited(0, "");
        });
  }

  @Override
  protected WorkspaceDelta solved() {
    String one = "{\"reward\": 1}";
    return delta(file("app/a", one), file("app/b", one), file("app/c", one));
  }

  private static StepEnd end(String name, String rewards) {
    return new StepEnd(name, 0, 0, DONE, delta(file("app/" + name, rewards)), null);
  }

  private static StepEnd unable(String name) {
    return new StepEnd(name, 0, 0, UNABLE, null, null);
  }

  private Verdict verdict(Task task, StepEnd... ends) throws InterruptedException {
    return verifier(sandboxes()).verify(task, Submission.stepped(List.of(ends)));
  }

  private Verdict.Judged judged(Task task, StepEnd... ends) throws InterruptedException {
    return assertInstanceOf(Verdict.Judged.class, verdict(task, ends));
  }

  @Test
  void theMeanIsTakenNameByNameAndANameThatAStepLacksCountsZero() throws InterruptedException {
    Verdict.Judged all =
        judged(
            task(),
            end("a", "{\"reward\": 1, \"speed\": 6}"),
            end("b", "{\"reward\": 0.5}"),
            end("c", "{\"reward\": 0}"));
    assertEquals(0.5, all.correctness());
    assertEquals(Map.of("speed", 2.0), all.metrics());
  }

  @Test
  void stepsWithNumbersThatHaveNoMeanAreAnError() throws InterruptedException {
    String huge = "{\"reward\": 1, \"speed\": 1e308}";
    Verdict verdict = verdict(task(), end("a", huge), end("b", huge));

    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict).failure();
    assertTrue(failure.detail().contains("step a: "), failure.detail());
    assertTrue(failure.detail().contains("says 1.0E308 for speed"), failure.detail());
  }

  @Test
  void everyStepsRewardsAreKeptByItsName() throws InterruptedException {
    Verdict.Judged all =
        judged(task(), end("a", "{\"reward\": 1, \"speed\": 6}"), end("b", "{\"score\": 0.5}"));
    assertEquals(Map.of("a.reward", 1.0, "a.speed", 6.0, "b.score", 0.5), all.rewards());
    assertEquals(0.75, all.correctness());
    assertEquals(Map.of("score", 0.5), StepsVerifier.rewardsOf(step("b", Map.of()), all));
  }

  @Test
  void aStepThatWasNotComeToIsLeftOutOfTheMeanOrCountsZero() throws InterruptedException {
    StepEnd half = end("a", "{\"reward\": 0.5}");
    assertEquals(0.5, judged(task(), half).correctness());
    assertEquals(0.5 / 3, judged(task(Strategy.MEAN, Unreached.ZERO), half).correctness());
  }

  @Test
  void theFinalStepIsTheLastThatWasComeToOrTheLastOfTheTask() throws InterruptedException {
    StepEnd first = end("a", "{\"reward\": 0.25}");
    StepEnd second = end("b", "{\"reward\": 0.5}");
    assertEquals(
        0.5, judged(task(Strategy.FINAL, Unreached.LEFT_OUT), first, second).correctness());
    assertEquals(0, judged(task(Strategy.FINAL, Unreached.ZERO), first, second).correctness());
    StepEnd third = end("c", "{\"reward\": 0.75}");
    assertEquals(
        0.75, judged(task(Strategy.FINAL, Unreached.ZERO), first, second, third).correctness());
  }

  @Test
  void aFinalStepThatCouldNotBeginLeavesNoVerdict() throws InterruptedException {
    StepEnd[] ends = {end("a", "{\"reward\": 1}"), end("b", "{\"reward\": 1}"), unable("c")};
    Verdict.Errored errored =
        assertInstanceOf(
            Verdict.Errored.class, verdict(task(Strategy.FINAL, Unreached.LEFT_OUT), ends));
    assertInstanceOf(Failure.Environment.class, errored.failure());
    assertEquals(1, judged(task(), ends).correctness());
  }

  @Test
  void eachStepIsJudgedByTheStateAtItsOwnEnd() throws InterruptedException {
    StepEnd spoilt =
        new StepEnd(
            "b",
            0,
            0,
            DONE,
            delta(file("app/a", "{\"reward\": 0}"), file("app/b", "{\"reward\": 1}")),
            null);
    Verdict.Judged all = judged(task(), end("a", "{\"reward\": 1}"), spoilt);
    assertEquals(Map.of("a.reward", 1.0, "b.reward", 1.0), all.rewards());
  }

  @Test
  void filesOfAStepThatSteerTestsAreAsTheTaskGaveThem() throws InterruptedException, IOException {
    Path workdir = Files.createDirectories(tests.resolve("../workdir"));
    Files.writeString(workdir.resolve("conftest.py"), "{\"reward\": 0.25}");
    Files.writeString(workdir.resolve("a.txt"), "{\"reward\": 0.5}");
    MemorySandboxes looking =
        new MemorySandboxes(
            Map.of(),
            (_, files) -> {
              byte[] none = bytes("{\"reward\": 0}");
              files.put("/logs/verifier/reward.json", files.getOrDefault("/app/conftest.py", none));
              return exited(0, "");
            });
    TaskStep plain = step("a", Map.of());
    TaskStep given =
        new TaskStep(
            "a", "Do it.", workdir, plain.tests(), Map.of(), plain.time(), plain.solution());
    StepEnd forged =
        new StepEnd("a", 0, 0, DONE, delta(file("app/conftest.py", "{\"reward\": 1}")), null);
    for (TaskStep step : List.of(given, plain)) {
      Task task = TestTasks.judgedBy(new Steps(List.of(step), Strategy.MEAN, Unreached.LEFT_OUT));
      Verdict.Judged judged =
          assertInstanceOf(
              Verdict.Judged.class,
              verifier(looking).verify(task, Submission.stepped(List.of(forged))));
      assertEquals(step.workdir() == null ? 0 : 0.25, judged.correctness());
    }
  }

  @Test
  void aRewardFileThatAnAgentLeftIsNotRead() throws InterruptedException {
    StepEnd forged =
        new StepEnd(
            "a",
            0,
            0,
            DONE,
            delta(
                file("logs/verifier/reward.json", "{\"reward\": 1}"),
                file("logs/verifier/reward.txt", "1")),
            null);
    assertEquals(Map.of("a.reward", 0.0), judged(task(), forged).rewards());
  }

  @Test
  void testsAreNamedAfterTheirStepAndUnreachedStepsHaveNotPassed() throws InterruptedException {
    List<TestResult> tests = judged(task(), end("a", "{\"reward\": 1}")).tests();
    assertEquals(List.of("a", "b", "c"), tests.stream().map(TestResult::name).toList());
    assertEquals(List.of(true, false, false), tests.stream().map(TestResult::passed).toList());
  }

  @Test
  void aStepWhoseVerifierBreaksLeavesNoVerdictAndIsNamed() throws InterruptedException {
    Verdict.Errored errored =
        assertInstanceOf(
            Verdict.Errored.class,
            verdict(task(), end("a", "{\"reward\": 1}"), end("b", "no number")));
    assertTrue(errored.failure().detail().startsWith("step b: "), errored.failure().detail());
    assertInstanceOf(Failure.Verifier.class, errored.failure());
  }

  @Test
  void theGateJudgesInASandboxOfItsOwnByEveryNameThatIsAskedFor() throws InterruptedException {
    MemorySandboxes sandboxes = sandboxes();
    TaskStep step = step("a", Map.of("reward", 0.5, "speed", 2.0, "size", 1.0));
    StepEnd.Gate gate =
        Verifiers.gate(sandboxes, 1)
            .ask(task(), step, delta(file("app/a", "{\"reward\": 0.5, \"speed\": 1}")));
    assertFalse(gate.open());
    assertEquals(
        "there is no size, at least 1.0 was asked for; speed is 1.0, at least 2.0 was asked for",
        gate.why());
    assertEquals(Map.of("reward", 0.5, "speed", 1.0), gate.rewards());
    assertTrue(sandboxes.created() > 0);
    assertEquals(0, sandboxes.open());
  }

  @Test
  void aGateOpensAtTheVeryLeast() throws InterruptedException {
    assertTrue(gate(Map.of("reward", 0.5), delta(file("app/a", "{\"reward\": 0.5}"))).open());
    assertFalse(gate(Map.of("reward", 0.5), null).open());
  }

  @Test
  void aGateIsAskedByTheNameThatTheScriptGives() throws InterruptedException {
    WorkspaceDelta left = delta(file("app/a", "{\"score\": 0.7}"));
    assertTrue(gate(Map.of("score", 0.7), left).open());
    assertFalse(gate(Map.of("reward", 0.7), left).open());
  }

  @Test
  void aGateWhoseVerifierBreaksIsAFailure() {
    assertThrows(
        FailureException.class, () -> gate(Map.of("reward", 1.0), delta(file("app/a", "none"))));
  }

  private StepEnd.Gate gate(Map<String, Double> least, @Nullable WorkspaceDelta left)
      throws InterruptedException {
    return Verifiers.gate(sandboxes(), 1).ask(task(), step("a", least), left);
  }
}
