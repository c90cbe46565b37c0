package dev.millrace.rewards.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class BundledTasksTest {
  /// Kept between runs, since a layer is built once for its digest.
  private static final Path DIRECTORY = Path.of("target", "lint").toAbsolutePath();

  /// Narrows the run to the tasks whose id contains this.
  private static final String ONLY = System.getProperty("millrace.lint.only", "");

  private SandboxProvider sandboxes() {
    try {
      return NamespaceProvider.open(DIRECTORY.resolve("cache"), DIRECTORY.resolve("scratch"));
    } catch (FailureException e) {
      return Assumptions.abort("no sandbox here, so the bundled tasks stay unproved: " + e);
    }
  }

  @Test
  void everyBundledTaskIsSound() throws InterruptedException {
    Path root = Path.of(System.getProperty("millrace.root", ".."));
    List<Task> tasks =
        TaskSources.open(root.resolve("conf/tasks")).tasks().stream()
            .filter(task -> task.ref().id().value().contains(ONLY))
            .toList();
    ChatFormat format = ChatFormats.bundled();
    try (SandboxProvider sandboxes = sandboxes();
        ReferencePolicy reference = new ReferencePolicy(format, 0)) {
      SolutionRunner runner = new SolutionRunner(sandboxes, format, InstantSource.system());
      List<Finding> findings = new TaskLint(runner, reference, 4).check(tasks, (_, _) -> {});
      assertEquals(
          List.of(),
          findings,
          () -> findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
  }
}
