package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.trajectory.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Puts a step's files into the working directory and runs its `setup.sh` there, which stays, as in
/// Harbor.
///
/// @param task the step as a task of its own
record StepSetup(Workspace workspace, Task task) {
  private static final String SCRIPT = "setup.sh";
  private static final int TAIL = 300;

  /// Why the step cannot begin, if it cannot.
  Optional<Failure> run(TaskStep step) throws InterruptedException {
    Path files = step.workdir();
    if (files == null) {
      return Optional.empty();
    }
    Sandbox sandbox = workspace.sandbox();
    return Seam.sandbox(
        () -> {
          sandbox.copyIn(files, sandbox.workdir());
          return Files.isRegularFile(files.resolve(SCRIPT))
              ? problem(step, sandbox.exec(command()))
              : Optional.empty();
        });
  }

  private Command command() {
    return Command.bash(
        "bash " + SCRIPT,
        new Command.Limits(
            task.limits().wallTime(),
            task.limits().commandMemoryBytes(),
            task.limits().commandOutputBytes()));
  }

  private Optional<Failure> problem(TaskStep step, ExecResult result) {
    if (result.ok()) {
      return Optional.empty();
    }
    String said = result.stdout().strip();
    return Optional.of(
        new Failure.Environment(
            "step "
                + step.name()
                + " of "
                + task.ref().id()
                + " cannot begin: its setup.sh ended with status "
                + result.exitCode()
                + (said.isEmpty() ? "" : " and said last: ")
                + said.substring(Math.max(0, said.length() - TAIL))));
  }
}
