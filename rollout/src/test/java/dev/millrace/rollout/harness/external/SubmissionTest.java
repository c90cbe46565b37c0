package dev.millrace.rollout.harness.external;

import static dev.millrace.rollout.harness.external.AgentRuns.called;
import static dev.millrace.rollout.harness.external.AgentRuns.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an agent of its own submits: a file in its working directory.
final class SubmissionTest {
  @TempDir static Path directory;
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  private static AgentRuns runs() {
    return new AgentRuns(directory, PROVIDERS.shared(Mechanism.UNSHARE));
  }

  @Test
  void whatAnAgentLeavesInTheNamedFileIsItsAnswer() throws Exception {
    // The name is taken from what the agent is told, as a real one would.
    String script = "f=$(grep -o '/app/[a-z.-]*[a-z]' <<< \"$0\" | tail -n 1); echo ' 42 ' > $f";
    Trajectory trajectory =
        runs().run(List.of("bash", "-c", script, "{instruction}"), called(null));
    assertEquals("42", trajectory.end().answer());
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
  }

  @Test
  void anAnswerBeforeTheTimeIsUpCounts() throws Exception {
    String script = "echo 42 > " + Submission.FILE + "; sleep 600";
    Trajectory trajectory = runs().cut(script);
    assertEquals("42", trajectory.end().answer());
    assertEquals(new Outcome.Truncated(Outcome.Limit.WALL_TIME), trajectory.outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"true", "echo > F", "mkdir F", "head -c 70000 /dev/zero | tr '\\0' 1 > F"})
  void noFileOrAnEmptyOrAHugeOneIsNoAnswer(String command) throws Exception {
    String script = command.replace("F", Submission.FILE);
    Trajectory trajectory =
        runs().run(List.of("bash", "-c", script, "{instruction}"), called(null));
    assertNull(trajectory.end().answer());
    assertEquals(new Outcome.Completed(Outcome.Ending.STOPPED), trajectory.outcome());
  }

  @Test
  void onlyTasksThatAskForAnAnswerSpeakOfTheFile() {
    assertTrue(Instructions.of(task(AgentRuns.ANSWER)).contains("/app/" + Submission.FILE));
    assertFalse(
        Instructions.of(task(new StateCheck("/app/s", List.of()))).contains(Submission.FILE));
  }
}
