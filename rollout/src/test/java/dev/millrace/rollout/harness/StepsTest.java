package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.ScriptedPolicy;
import dev.millrace.rollout.policy.ScriptedPolicy.Act;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.Steps;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
  private static final Duration TIME = Duration.ofMinutes(1);

  @TempDir Path files;
  private final Runs runs = new Runs();
  private final List<String> asked = new ArrayList<>();
  private final PlannedSandboxes sandboxes =
      new PlannedSandboxes(
          (command, files) -> {
            String script = command.argv().getLast();
            if (script.startsWith("touch ")) {
              files.merge(script.substring(6), "touched ", String::concat);
            }
            boolean isSetUp = files.containsKey("/app") || !script.equals("bash setup.sh");
            return PlannedSandboxes.exited(isSetUp ? 0 : 1, "did " + script + "\n");
          });

  @Test
  void stepsAreRunInOrderInOneSandboxEachInAConversationOfItsOwn() throws InterruptedException {
    Trajectory trajectory =
        run(StepContext.FRESH, step("one", 0, null), step("two", 0, null), step("three", 0, null));
    assertEquals(1, sandboxes.made());
    assertEquals(List.of("one", "two", "three"), names(trajectory));
    assertEquals(List.of(0, 2, 4), turns(trajectory));
    assertEquals(List.of("Do one.", "Do two.", "Do three."), instructions(trajectory));
    assertEquals(
        List.of(BranchCause.FIRST, BranchCause.NEXT_STEP, BranchCause.NEXT_STEP),
        trajectory.branches().stream().map(branch -> branch.origin().cause()).toList());
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
  }

  @Test
  void aContinuedConversationIsOneChainInWhichCallsAreAnswered() throws InterruptedException {
    Trajectory trajectory = run(StepContext.CONTINUED, step("one", 0, null), step("two", 0, null));
    assertEquals(1, trajectory.branches().size());
    Branch chain = trajectory.branches().getFirst();
    String text = PlannedPolicy.FORMAT.tokenizer().decode(chain.tokens().ids());
    assertTrue(text.indexOf("Do one.") < text.indexOf("This step is over."), text);
    assertTrue(text.indexOf("This step is over.") < text.indexOf("Do two."), text);
    assertEquals(List.of("Do one.", "Do two."), instructions(trajectory));
  }

  @Test
  void aFreshConversationShowsNothingOfTheStepBefore() throws InterruptedException {
    Trajectory trajectory = run(StepContext.FRESH, step("one", 0, null), step("two", 0, null));
    String second =
        PlannedPolicy.FORMAT.tokenizer().decode(trajectory.branches().get(1).tokens().ids());
    assertFalse(second.contains("Do one."), second);
    assertTrue(second.contains("Do two."), second);
  }

  @Test
  void eachStepEndsWithTheStateOfItsOwn() throws InterruptedException {
    Trajectory trajectory = run(StepContext.FRESH, step("one", 0, null), step("two", 0, null));
    WorkspaceDelta first = trajectory.end().steps().get(0).workspace();
    WorkspaceDelta second = trajectory.end().steps().get(1).workspace();
    assertEquals(2, Stream.of(first, second).filter(Objects::nonNull).distinct().count());
    assertEquals(trajectory.end().workspace(), second);
  }

  @Test
  void aGateIsAskedOfTheStateAndEndsTheEpisodeWhenShut() throws InterruptedException {
    Trajectory trajectory =
        run(
            StepContext.FRESH,
            step("one", 0.5, null),
            step("two", 2, null),
            step("three", 0, null));
    assertEquals(List.of("one", "two"), asked);
    assertEquals(List.of("one", "two"), names(trajectory));
    List<StepEnd.Gate> gates =
        trajectory.end().steps().stream().map(step -> Objects.requireNonNull(step.gate())).toList();
    assertEquals(List.of(true, false), gates.stream().map(StepEnd.Gate::open).toList());
    assertEquals("too little", gates.getLast().why());
    assertTrue(trajectory.outcome().isJudged());
  }

  @Test
  void theLastStepHasNoGateToBeAsked() throws InterruptedException {
    Trajectory trajectory = run(StepContext.FRESH, step("one", 0, null), step("two", 2, null));
    assertEquals(List.of(), asked);
    assertNull(trajectory.end().steps().getLast().gate());
  }

  @Test
  void aGateThatBreaksFailsTheEpisode() throws InterruptedException {
    Task task = task(step("broken", 1, null), step("two", 0, null));
    Trajectory trajectory = run(StepContext.FRESH, task, scripted(), sandboxes);
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, trajectory.outcome());
    assertInstanceOf(Failure.Verifier.class, failed.failure());
  }

  @Test
  void aTruncatedStepIsFollowedByTheNext() throws InterruptedException {
    Task task = task(step("one", 0, null), step("two", 0, null));
    Act look = turn("bash", "{\"command\": \"ls\"}");
    List<Act> endless = Collections.nCopies(20, look);
    Trajectory trajectory =
        run(StepContext.FRESH, task, new ScriptedPolicy(PlannedPolicy.FORMAT, endless), sandboxes);
    assertEquals(List.of("one", "two"), names(trajectory));
    assertEquals(List.of(0, 8), turns(trajectory));
    assertEquals(new Outcome.Truncated(Outcome.Limit.TURNS), trajectory.outcome());
    assertEquals(16, trajectory.events().modelCalls().size());
  }

  @Test
  void filesOfAStepAreThereWhenItBegins() throws InterruptedException, IOException {
    Path workdir = Files.createDirectories(files.resolve("two"));
    Files.writeString(workdir.resolve("setup.sh"), "true");
    Trajectory trajectory = run(StepContext.FRESH, step("one", 0, null), step("two", 0, workdir));
    assertEquals(List.of("one", "two"), names(trajectory));
    assertTrue(trajectory.end().steps().getLast().outcome().isJudged());
  }

  @Test
  void aStepThatCannotBeginLeavesThoseBeforeIt() throws InterruptedException, IOException {
    Path workdir = Files.createDirectories(files.resolve("two"));
    Files.writeString(workdir.resolve("setup.sh"), "false");
    PlannedSandboxes failing =
        new PlannedSandboxes(
            (command, _) ->
                PlannedSandboxes.exited(
                    command.argv().getLast().equals("bash setup.sh") ? 3 : 0, "no room\n"));
    Task task = task(step("one", 0, null), step("two", 0, workdir), step("three", 0, null));
    Trajectory trajectory = run(StepContext.FRESH, task, scripted(), failing);
    assertEquals(List.of("one", "two"), names(trajectory));
    assertTrue(trajectory.outcome().isJudged());
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, trajectory.end().steps().getLast().outcome());
    assertTrue(failed.failure().detail().contains("status 3"), failed.failure().detail());
    assertTrue(failed.failure().detail().contains("no room"), failed.failure().detail());
  }

  @Test
  void aFirstStepThatCannotBeginFailsTheEpisode() throws InterruptedException, IOException {
    Path workdir = Files.createDirectories(files.resolve("one"));
    Files.writeString(workdir.resolve("setup.sh"), "false");
    PlannedSandboxes failing =
        new PlannedSandboxes((_, _) -> PlannedSandboxes.exited(3, "no room\n"));
    Trajectory trajectory =
        run(StepContext.FRESH, task(step("one", 0, workdir)), scripted(), failing);
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, trajectory.outcome());
    assertInstanceOf(Failure.Environment.class, failed.failure());
  }

  private Trajectory run(StepContext context, TaskStep... steps) throws InterruptedException {
    return run(context, task(steps), scripted(), sandboxes);
  }

  private Trajectory run(
      StepContext context, Task task, ScriptedPolicy policy, PlannedSandboxes provider)
      throws InterruptedException {
    EpisodeRun run = runs.of(policy, provider, Runs.LIMITS);
    LoopSettings usual = LoopSettings.DEFAULT;
    LoopSettings settings =
        new LoopSettings(
            usual.context(),
            usual.maxTurnTokens(),
            usual.thinking(),
            usual.toolCalls(),
            usual.vigilance(),
            context);
    Trajectory trajectory =
        new ToolLoop(settings)
            .run(
                new EpisodeRun(
                    run.episode(),
                    task,
                    policy,
                    run.format(),
                    provider,
                    run.listener(),
                    run.clock(),
                    this::gate));
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
    return trajectory;
  }

  private StepEnd.Gate gate(Task task, TaskStep step, @Nullable WorkspaceDelta end) {
    Objects.requireNonNull(end, "a gate is asked of a state");
    asked.add(step.name());
    if (step.name().equals("broken")) {
      throw new FailureException(new Failure.Verifier("hangs"));
    }
    boolean isEnough = step.minRewards().getOrDefault("reward", 0.0) <= 1;
    return new StepEnd.Gate(isEnough, isEnough ? "" : "too little", Map.of("reward", 1.0));
  }

  /// Every step's session touches a file of its own and submits.
  private ScriptedPolicy scripted() {
    return new ScriptedPolicy(
        PlannedPolicy.FORMAT,
        List.of(
            turn("bash", "{\"command\": \"touch a\"}"), turn("submit", "{\"answer\": \"done\"}")));
  }

  private static Act turn(String tool, String arguments) {
    return new Act.Turn(
        new Message.Assistant("I act.", null, List.of(new ToolCall("x", tool, arguments))));
  }

  private static Task task(TaskStep... steps) {
    Task usual = Runs.task(Runs.LIMITS);
    return new Task(
        usual.ref(),
        "All.",
        usual.environment(),
        usual.toolbox(),
        new Steps(List.of(steps), Steps.Strategy.MEAN, Steps.Unreached.LEFT_OUT),
        usual.limits(),
        null);
  }

  private TaskStep step(String name, double least, @Nullable Path workdir) {
    return new TaskStep(
        name,
        "Do " + name + ".",
        workdir,
        new TestScript(files, TIME, List.of()),
        least == 0 ? Map.of() : Map.of("reward", least),
        TIME,
        null);
  }

  private static List<String> names(Trajectory trajectory) {
    return trajectory.end().steps().stream().map(StepEnd::name).toList();
  }

  private static List<Integer> turns(Trajectory trajectory) {
    return trajectory.end().steps().stream().map(StepEnd::turn).toList();
  }

  private static List<String> instructions(Trajectory trajectory) {
    return trajectory.end().steps().stream()
        .map(step -> trajectory.messages().get(step.message()).content())
        .toList();
  }
}
