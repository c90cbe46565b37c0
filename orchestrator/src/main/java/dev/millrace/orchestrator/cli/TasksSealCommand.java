package dev.millrace.orchestrator.cli;

import dev.millrace.rewards.lint.GitSeal;
import dev.millrace.rewards.lint.SealScript;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import dev.millrace.rollout.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `millrace tasks seal`: takes later commits out of tasks.
@Command(
    name = "seal",
    mixinStandardHelpOptions = true,
    description =
        "Adds a last step to the Dockerfile of each task whose repositories hold more than the"
            + " history of the commit that is checked out: remotes, other branches, reflogs and"
            + " unreachable objects go. A task whose metadata.permits names history_mined is left"
            + " alone.",
    footer = "Prints a line a task that is unsealed; ends with 1 when one could not be sealed.")
final class TasksSealCommand implements Callable<Integer> {
  @Mixin private TaskChoice choice = new TaskChoice();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = Out.of(spec);
    int unsealable = 0;
    try (WorkDirectory work = WorkDirectory.temporary();
        SandboxProvider sandboxes =
            NamespaceProvider.open(
                NamespaceSettings.of(
                    work.path().resolve("cache"), work.path().resolve("scratch")))) {
      for (Task task : choice.load()) {
        List<String> broken = broken(task, sandboxes);
        if (!broken.isEmpty()) {
          Optional<Path> dockerfile = dockerfile(task);
          boolean isAdded = dockerfile.isPresent() && SealScript.addTo(dockerfile.get());
          unsealable += isAdded ? 0 : 1;
          out.println(
              task.ref().id()
                  + (isAdded ? ": sealed: " : ": cannot be sealed: ")
                  + String.join("; ", broken));
        }
      }
    }
    return unsealable == 0 ? 0 : 1;
  }

  private static List<String> broken(Task task, SandboxProvider sandboxes)
      throws InterruptedException {
    if (!GitSeal.isNeeded(task)) {
      return List.of();
    }
    try (Sandbox fresh = sandboxes.create(task.environment())) {
      return GitSeal.broken(fresh, "/");
    }
  }

  /// Of a task directory; a row has none, nor has a task that is an image alone.
  private Optional<Path> dockerfile(Task task) {
    return choice
        .directory(task)
        .map(directory -> directory.resolve("environment").resolve("Dockerfile"))
        .filter(Files::isRegularFile);
  }
}
