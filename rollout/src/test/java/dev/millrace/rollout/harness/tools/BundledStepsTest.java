package dev.millrace.rollout.harness.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rollout.schema.Schema;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BundledStepsTest {
  @Test
  void everyStepOfEveryBundledTaskFitsItsTool() {
    Path root = Path.of(System.getProperty("millrace.root", ".."), "conf", "tasks");
    assumeTrue(Files.isDirectory(root), () -> root + " is missing: its steps are not checked");
    List<String> problems = new ArrayList<>();
    for (Task task : TaskSources.open(root).tasks()) {
      Map<String, Schema> checks =
          ToolSet.of(task.toolbox(), task.limits()).specs().stream()
              .collect(Collectors.toMap(ToolSpec::name, spec -> Schema.of(spec.parametersJson())));
      Task.Solution solution = task.solution();
      for (SolutionStep step : solution == null ? List.<SolutionStep>of() : solution.steps()) {
        Objects.requireNonNull(checks.get(step.tool()))
            .violations(step.argumentsJson())
            .forEach(problem -> problems.add(task.ref().id() + ", " + step + ": " + problem));
      }
    }
    assertEquals(List.of(), problems);
  }
}
