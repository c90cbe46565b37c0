package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.harness.repetition.Bounds;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import dev.millrace.rollout.trajectory.Trajectory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Episodes whose agents go round in circles, in the built-in loop.
class WatchTest {
  private static final Limits LONG =
      new Limits(60, 100_000, Duration.ofMinutes(50), Duration.ofSeconds(30), 1L << 30, 4000);

  private final PlannedPolicy policy = new PlannedPolicy();
  private final Runs runs = new Runs();
  private int runsOfSame;
  private final PlannedSandboxes sandboxes =
      new PlannedSandboxes(
          (command, files) -> {
            String script = command.argv().getLast();
            if (script.startsWith("touch ")) {
              files.put(script.substring(6), "touched");
            }
            int exit = script.equals("false") ? 1 : 0;
            return PlannedSandboxes.exited(exit, "did " + script + " in 0." + runsOfSame++ + "s");
          });

  private Trajectory run(Vigilance.Then then) throws InterruptedException {
    LoopSettings standard = LoopSettings.DEFAULT;
    LoopSettings settings =
        new LoopSettings(
            standard.context(),
            standard.maxTurnTokens(),
            standard.thinking(),
            standard.toolCalls(),
            new Vigilance.Watching(Bounds.DEFAULT, then));
    Trajectory trajectory = new ToolLoop(settings).run(runs.of(policy, sandboxes, LONG));
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
    assertEquals(1, trajectory.branches().size(), "a warning starts no branch");
    return trajectory;
  }

  private static List<Message> notes(Trajectory trajectory) {
    return trajectory.messages().stream().filter(m -> m.content().contains("[note: ")).toList();
  }

  @Test
  void aLoopIsWarnedOfOnceAndThenEndsTheEpisode() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"ls\"}");
    Trajectory trajectory = run(Vigilance.Then.END);
    assertEquals(new Outcome.Truncated(Limit.LOOP), trajectory.outcome());
    assertEquals(8, trajectory.events().modelCalls().size());
    assertEquals(1, notes(trajectory).size());
    Message note = notes(trajectory).getFirst();
    assertTrue(
        note.content()
            .endsWith(
                "s\n[note: the last 4 turns made the same calls and got the same results. This gets"
                    + " you nowhere. Do something else; if nothing is left to do, finish. Should"
                    + " this go on, the episode ends.]"),
        note.content());
    assertEquals("same_result at turn 3", trajectory.provenance().facts().get("watch_warned"));
  }

  @Test
  void theWarningIsWhatThePolicyReadsNext() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      policy.calls("bash", "{\"command\": \"ls\"}");
    }
    policy.answers(
        request -> {
          String prompt = PlannedPolicy.FORMAT.tokenizer().decode(request.promptIds());
          assertTrue(prompt.contains("[note: the last 4 turns"), prompt);
          EpisodeRun run = runs.of(policy, sandboxes, LONG);
          PlannedPolicy last = new PlannedPolicy().says("I stop.");
          return last.open(run.episode(), run.task()).sample(request);
        });
    Trajectory trajectory = run(Vigilance.Then.END);
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
  }

  @Test
  void aFailingCallIsALoop() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"false\"}");
    assertEquals(new Outcome.Truncated(Limit.LOOP), run(Vigilance.Then.END).outcome());
  }

  @Test
  void aPairIsALoop() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      policy.calls("bash", "{\"command\": \"cat a\"}").calls("read_file", "{\"path\": \"gone\"}");
    }
    Trajectory trajectory = run(Vigilance.Then.END);
    assertEquals(new Outcome.Truncated(Limit.LOOP), trajectory.outcome());
    assertEquals(12, trajectory.events().modelCalls().size());
  }

  @Test
  void nothingNewIsAStall() throws InterruptedException {
    int[] order = {0, 1, 2, 3, 4, 0, 2, 4, 1, 3, 0, 3, 1, 4, 0, 2, 1, 4, 2, 0, 3, 1, 0, 4, 2, 3, 0};
    for (int at : order) {
      policy.calls("bash", "{\"command\": \"cat " + (char) ('a' + at) + "\"}");
    }
    policy.calls("bash", "{\"command\": \"cat d\"}").calls("bash", "{\"command\": \"cat b\"}");
    policy.calls("bash", "{\"command\": \"cat c\"}").calls("bash", "{\"command\": \"cat e\"}");
    Trajectory trajectory = run(Vigilance.Then.END);
    assertEquals(new Outcome.Truncated(Limit.STALL), trajectory.outcome());
    assertEquals(5 + 12 + 12, trajectory.events().modelCalls().size());
  }

  @Test
  void whatIsOnlyWarnedGoesOn() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      policy.calls("bash", "{\"command\": \"ls\"}");
    }
    policy.calls("submit", "{}");
    Trajectory trajectory = run(Vigilance.Then.NOTHING);
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
    assertEquals(1, notes(trajectory).size());
  }

  @Test
  void anAgentThatGetsOnIsNotWarned() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      policy
          .calls("bash", "{\"command\": \"touch f" + i + "\"}")
          .calls("bash", "{\"command\": \"pytest\"}");
    }
    policy.calls("submit", "{}");
    Trajectory trajectory = run(Vigilance.Then.END);
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
    assertEquals(List.of(), notes(trajectory));
    assertNull(trajectory.provenance().facts().get("watch_warned"));
  }
}
