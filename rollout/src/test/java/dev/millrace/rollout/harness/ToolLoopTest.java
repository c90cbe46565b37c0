package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.ContextFullException;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ToolLoopTest extends HarnessContract {
  @Override
  protected Harness harness() {
    return new ToolLoop();
  }

  @Test
  void theConversationOpensWithTheTaskAndShowsEachResult() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"false\"}").calls("submit", "{}");
    Trajectory trajectory = run();
    List<Message> messages = trajectory.messages();
    assertTrue(messages.get(0).content().contains("/app"));
    assertEquals(new Message.User("Fix it."), messages.get(1));
    assertEquals(
        new Message.ToolResult("call_0", "bash", "did false\n[exit status 1]"), messages.get(3));
    assertEquals(5, messages.size());
  }

  @Test
  void noSandboxIsMadeForAnAnswerAlone() throws InterruptedException {
    policy.calls("submit", "{\"answer\": \"7\"}");
    Trajectory trajectory = run();
    assertEquals(0, sandboxes.made());
    assertNull(trajectory.end().workspace());
  }

  @Test
  void tokensEndTheEpisodeInsideATurnWhoseCallsAreNotCarriedOut() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"touch a\"}");
    Trajectory trajectory = run(sandboxes, limits(64, 5));
    assertEquals(new Outcome.Truncated(Limit.TOKENS), trajectory.outcome());
    assertEquals(List.of(), trajectory.events().toolExecutions());
    assertEquals(5, trajectory.events().usage().sampledTokens());
    assertEquals(List.of(MaskReason.TRUNCATED), reasons(trajectory));
  }

  @Test
  void anEngineOutOfRoomBeforeTheBudgetIsOutOfContext() throws InterruptedException {
    policy.answers(
        _ -> {
          int[] ids = PlannedPolicy.FORMAT.tokenizer().encode("I look");
          return new Sampled(ids, null, List.of(), FinishReason.LENGTH, Map.of());
        });
    assertEquals(new Outcome.Truncated(Limit.CONTEXT), run().outcome());
  }

  @Test
  void anEngineThatRefusesAPromptForItsLengthEndsTheEpisodeByItsContext()
      throws InterruptedException {
    policy
        .calls("bash", "{\"command\": \"touch a\"}")
        .answers(
            _ -> {
              throw new ContextFullException(new Failure.Engine("full"), new IOException());
            });
    Trajectory trajectory = run();
    assertEquals(new Outcome.Truncated(Limit.CONTEXT), trajectory.outcome());
    assertEquals(1, trajectory.events().modelCalls().size());
  }

  @Test
  void anAbortedTurnIsAnEngineFailure() throws InterruptedException {
    policy.answers(_ -> new Sampled(new int[] {1}, null, List.of(), FinishReason.ABORT, Map.of()));
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, run().outcome());
    assertInstanceOf(Failure.Engine.class, failed.failure());
  }

  @Test
  void aTurnThatRunsOutOfTimeIsKeptAsFarAsItCame() throws InterruptedException {
    int[] ids = PlannedPolicy.FORMAT.tokenizer().encode("I look <tool_call>");
    policy
        .calls("bash", "{\"command\": \"ls\"}")
        .answers(
            request -> {
              assertEquals(Duration.ofMinutes(4), request.within());
              Map<String, String> late = Map.of(Sampled.OUT_OF_TIME, "1");
              return new Sampled(ids, null, List.of(), FinishReason.ABORT, late);
            });
    PlannedSandboxes slow =
        new PlannedSandboxes(
            (_, _) -> {
              runs.pass(Duration.ofMinutes(1));
              return PlannedSandboxes.exited(0, "");
            });
    Trajectory trajectory = run(slow, Runs.LIMITS);
    assertEquals(new Outcome.Truncated(Limit.WALL_TIME), trajectory.outcome());
    assertEquals(List.of(MaskReason.TRAINED, MaskReason.TRUNCATED), reasons(trajectory));
    assertEquals(ids.length, trajectory.events().modelCalls().getLast().sampledTokens());
    assertEquals(1, trajectory.events().toolExecutions().size());
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
  }

  @Test
  void aTurnOfWhichNothingCameInTimeIsNotOnTheRecord() throws InterruptedException {
    policy
        .calls("bash", "{\"command\": \"ls\"}")
        .answers(_ -> Sampled.nothingInTime(Fidelity.TOKEN_EXACT));
    Trajectory trajectory = run();
    assertEquals(new Outcome.Truncated(Limit.WALL_TIME), trajectory.outcome());
    assertEquals(1, trajectory.events().modelCalls().size());
    assertEquals(List.of(MaskReason.TRAINED), reasons(trajectory));
  }

  @Test
  void faultyTurnsAreMarkedAndRecoveriesAreTrained() throws InterruptedException {
    policy
        .writes("<tool_call>\nnot json\n</tool_call>")
        .goesWrong("bash", "{\"command\": \"false\"}")
        .calls("bash", "{\"command\": \"ls\"}")
        .calls("submit", "{}");
    Trajectory trajectory = run();
    assertEquals(
        List.of(
            MaskReason.ERROR_STEP, MaskReason.ERROR_STEP, MaskReason.TRAINED, MaskReason.TRAINED),
        reasons(trajectory));
    assertEquals(
        List.of(ToolStatus.MALFORMED_CALL, ToolStatus.COMMAND_FAILED, ToolStatus.OK, ToolStatus.OK),
        trajectory.events().toolExecutions().stream().map(ToolExecution::status).toList());
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
    assertEquals(
        new Usage(4, promptTokens(trajectory), sampled(trajectory), 4, 1),
        trajectory.events().usage());
  }

  @Test
  void callsAfterSubmitAreNotCarriedOut() throws InterruptedException {
    policy.writes(
        """
        <tool_call>
        {"name": "submit", "arguments": {"answer": "a"}}
        </tool_call>
        <tool_call>
        {"name": "bash", "arguments": {"command": "touch late"}}
        </tool_call>\
        """);
    Trajectory trajectory = run();
    assertEquals("a", trajectory.end().answer());
    assertEquals(1, trajectory.events().toolExecutions().size());
    assertEquals(0, sandboxes.made());
  }

  @Test
  void theListenerHearsOfEachTurnOnce() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"ls\"}").calls("submit", "{}");
    Trajectory trajectory = run();
    assertEquals(
        trajectory.events().modelCalls(), runs.events().stream().map(TurnEvent::call).toList());
    assertEquals(
        trajectory.events().toolExecutions(),
        runs.events().stream().flatMap(event -> event.executions().stream()).toList());
  }

  @Test
  void checkpointsAreKeptWhereFilesChanged() throws InterruptedException {
    policy
        .calls("bash", "{\"command\": \"touch a\"}")
        .calls("bash", "{\"command\": \"ls\"}")
        .calls("read_file", "{\"path\": \"a\"}")
        .calls("write_file", "{\"path\": \"b\", \"content\": \"x\"}")
        .calls("submit", "{}");
    Trajectory trajectory = run();
    assertEquals(
        List.of(0), trajectory.end().checkpoints().stream().map(Checkpoint::turn).toList());
    assertTrue(trajectory.end().checkpoints().getFirst().tokens() > 0);
  }

  @Test
  void aStateTooLargeForACheckpointIsLeftOut() throws InterruptedException {
    PlannedSandboxes large =
        new PlannedSandboxes(
            (command, files) -> {
              boolean grows = command.argv().getLast().equals("grow");
              files.put("a", "x".repeat(grows ? 9 << 20 : 5));
              return PlannedSandboxes.exited(0, "");
            });
    policy
        .calls("bash", "{\"command\": \"grow\"}")
        .calls("bash", "{\"command\": \"shrink\"}")
        .calls("submit", "{}");
    Trajectory trajectory = run(large, Runs.LIMITS);
    assertEquals(List.of(), trajectory.end().checkpoints());
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
  }

  @Test
  void timesAreTakenFromTheClock() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"ls\"}").calls("submit", "{}");
    PlannedSandboxes slow =
        new PlannedSandboxes(
            (_, _) -> {
              runs.pass(Duration.ofSeconds(2));
              return PlannedSandboxes.exited(0, "");
            });
    Trajectory trajectory = run(slow, Runs.LIMITS);
    assertEquals(Duration.ofSeconds(2), trajectory.events().timings().tools());
    assertEquals(Duration.ofSeconds(2), trajectory.events().timings().total());
  }

  private static Limits limits(int turns, int tokens) {
    Limits limits = Runs.LIMITS;
    return new Limits(
        turns,
        tokens,
        limits.wallTime(),
        limits.command(),
        limits.commandMemoryBytes(),
        limits.commandOutputBytes());
  }

  private static List<MaskReason> reasons(Trajectory trajectory) {
    Branch branch = trajectory.branches().getFirst();
    byte[] reasons = branch.tokens().maskReasons();
    return branch.turns().stream()
        .filter(turn -> turn.role() == Turn.Role.ASSISTANT)
        .map(turn -> MaskReason.of(reasons[turn.start()]))
        .toList();
  }

  private static long promptTokens(Trajectory trajectory) {
    return trajectory.events().modelCalls().stream().mapToLong(call -> call.promptTokens()).sum();
  }

  private static long sampled(Trajectory trajectory) {
    boolean[] sampled = Objects.requireNonNull(trajectory.branches().getFirst()).tokens().sampled();
    long count = 0;
    for (boolean one : sampled) {
      count += one ? 1 : 0;
    }
    return count;
  }
}
