package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SolutionRunnerTest {
  private final PlannedSandboxes sandboxes =
      new PlannedSandboxes(
          (command, files) -> {
            if (command.argv().equals(List.of("bash", "-c", "bash /solution/solve.sh"))) {
              files.put("/app/fixed", files.get("/solution"));
            } else if (command.argv().getFirst().equals("rm")) {
              files.remove("/solution");
            }
            return PlannedSandboxes.exited(0, "");
          });
  private final SolutionRunner runner =
      new SolutionRunner(sandboxes, PlannedPolicy.FORMAT, InstantSource.system());

  @Test
  void theScriptSeesItsDirectoryAndLeavesOnlyItsWork() throws InterruptedException {
    SolutionRunner.ScriptEnd end =
        runner.runScript(Runs.task(Runs.LIMITS), Path.of("t/solution/solve.sh"));
    assertTrue(end.result().ok());
    assertEquals(
        "{/app/fixed=a copy of solution}",
        new String(Objects.requireNonNull(end.workspace().archive()), StandardCharsets.ISO_8859_1));
    assertTrue(sandboxes.allClosed());
  }

  @Test
  void theScriptHasTheVariablesOfItsSolution() throws InterruptedException {
    List<Map<String, String>> seen = new ArrayList<>();
    PlannedSandboxes looking =
        new PlannedSandboxes(
            (command, _) -> {
              seen.add(command.variables());
              return PlannedSandboxes.exited(0, "");
            });
    Task task = Runs.task(Runs.LIMITS);
    Path script = Path.of("t/solution/solve.sh");
    Task solved =
        new Task(
            task.ref(),
            task.instruction(),
            task.environment(),
            task.toolbox(),
            task.verification(),
            task.limits(),
            new Task.Solution(script, List.of(), Map.of("MODE", "fast")));
    new SolutionRunner(looking, PlannedPolicy.FORMAT, InstantSource.system())
        .runScript(solved, script);
    assertEquals(List.of(Map.of("MODE", "fast"), Map.of()), seen);
  }

  @Test
  void stepsGoThroughTheToolLoop() throws InterruptedException {
    PlannedPolicy policy =
        new PlannedPolicy().calls("bash", "{\"command\": \"ls\"}").calls("submit", "{}");
    Trajectory trajectory = runner.runSteps(Runs.task(Runs.LIMITS), policy);
    assertEquals(new Outcome.Completed(Outcome.Ending.SUBMITTED), trajectory.outcome());
    assertEquals("tool-loop", trajectory.provenance().harness());
  }
}
