package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import dev.millrace.rollout.trajectory.Trajectory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every harness keeps to, whoever the agent is.
public abstract class HarnessContract {
  protected final Runs runs = new Runs();
  protected final PlannedPolicy policy = new PlannedPolicy();
  protected final PlannedSandboxes sandboxes =
      new PlannedSandboxes(
          (command, files) -> {
            String script = command.argv().getLast();
            if (script.startsWith("touch ")) {
              files.put(script.substring(6), "touched");
            }
            return PlannedSandboxes.exited(script.equals("false") ? 1 : 0, "did " + script + "\n");
          });

  protected abstract Harness harness();

  protected Trajectory run() throws InterruptedException {
    return run(sandboxes, Runs.LIMITS);
  }

  protected Trajectory run(SandboxProvider provider, Limits limits) throws InterruptedException {
    Trajectory trajectory = harness().run(runs.of(policy, provider, limits));
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
    assertTrue(sandboxes.allClosed(), "every sandbox is closed");
    assertTrue(policy.isClosed(), "every session is closed");
    return trajectory;
  }

  @Test
  void submittingEndsTheEpisodeWithItsAnswer() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"touch a\"}").calls("submit", "{\"answer\": \"42\"}");
    Trajectory trajectory = run();
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
    assertEquals("42", trajectory.end().answer());
    assertEquals(harness().name(), trajectory.provenance().harness());
    assertEquals("test", trajectory.provenance().source());
    assertEquals("planned", trajectory.provenance().sandbox());
  }

  @Test
  void aTurnWithoutACallEndsTheEpisode() throws InterruptedException {
    policy.says("All done.");
    Trajectory trajectory = run();
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
    assertEquals(null, trajectory.end().answer());
  }

  @Test
  void truncatedEpisodeKeepsItsTurns() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"ls\"}");
    Trajectory trajectory = run();
    assertEquals(new Outcome.Truncated(Limit.TURNS), trajectory.outcome());
    assertEquals(8, trajectory.events().modelCalls().size());
    assertEquals(8, trajectory.events().toolExecutions().size());
  }

  @Test
  void anEngineThatFailsIsTheOutcome() throws InterruptedException {
    Failure failure = new Failure.Engine("gone");
    policy
        .calls("bash", "{\"command\": \"ls\"}")
        .answers(
            _ -> {
              throw new FailureException(failure);
            });
    Trajectory trajectory = run();
    assertEquals(new Outcome.Failed(failure), trajectory.outcome());
    assertEquals(1, trajectory.events().modelCalls().size());
  }

  @Test
  void anEngineThatBreaksIsAnEngineFailureWithoutItsWords() throws InterruptedException {
    policy.answers(
        _ -> {
          throw new IllegalStateException("a secret prompt");
        });
    Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, run().outcome());
    assertInstanceOf(Failure.Engine.class, failed.failure());
    assertTrue(!failed.failure().detail().contains("secret"), failed.failure().detail());
  }

  @Test
  void aSandboxThatBreaksIsASandboxFailure() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"ls\"}");
    PlannedSandboxes broken =
        new PlannedSandboxes(
            (_, _) -> {
              throw new IllegalStateException("broken");
            });
    Outcome.Failed failed =
        assertInstanceOf(Outcome.Failed.class, run(broken, Runs.LIMITS).outcome());
    assertInstanceOf(Failure.Sandbox.class, failed.failure());
    assertTrue(broken.allClosed());
  }

  @Test
  void anEnvironmentThatCannotBeBuiltIsTheOutcome() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"ls\"}");
    Failure failure = new Failure.Environment("RUN failed");
    SandboxProvider unbuilt =
        new SandboxProvider() {
          @Override
          public String description() {
            return "unbuilt";
          }

          @Override
          public Sandbox create(Environment environment) {
            throw new FailureException(failure);
          }

          @Override
          public void close() {}
        };
    assertEquals(new Outcome.Failed(failure), run(unbuilt, Runs.LIMITS).outcome());
  }

  @Test
  void anInterruptedRunClosesItsSandbox() {
    policy
        .calls("bash", "{\"command\": \"ls\"}")
        .answers(
            _ -> {
              throw new InterruptedException("cancelled");
            });
    EpisodeRun run = runs.of(policy, sandboxes, Runs.LIMITS);
    assertThrows(InterruptedException.class, () -> harness().run(run));
    assertEquals(1, sandboxes.made());
    assertTrue(sandboxes.allClosed());
    assertTrue(policy.isClosed());
  }

  @Test
  void wallTimeEndsTheEpisodeAndKeepsItsState() throws InterruptedException {
    policy.calls("bash", "{\"command\": \"touch a\"}");
    PlannedSandboxes slow =
        new PlannedSandboxes(
            (_, files) -> {
              runs.pass(Duration.ofMinutes(3));
              files.put("a", "touched");
              return PlannedSandboxes.exited(0, "");
            });
    Trajectory trajectory = run(slow, Runs.LIMITS);
    assertEquals(new Outcome.Truncated(Limit.WALL_TIME), trajectory.outcome());
    assertEquals(2, trajectory.events().modelCalls().size());
    assertTrue(trajectory.end().workspace() != null);
  }
}
