package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.harbor.HarborTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A task whose Dockerfile an engine builds.
///
/// @param tasks the directory that the task's is made in
record BuiltTask(Path tasks) {
  /// Where its Dockerfile is, with what that copies.
  Path context() throws IOException {
    return Files.createDirectories(tasks.resolve("family/task/environment"));
  }

  Environment environment(String dockerfile) throws IOException {
    Path task = context().resolveSibling("");
    Files.createDirectories(task.resolve("tests"));
    Files.writeString(task.resolve("task.toml"), "schema_version = \"1.1\"\n");
    Files.writeString(task.resolve("instruction.md"), "Do it.\n");
    Files.writeString(task.resolve("tests/test.sh"), "true\n");
    Files.writeString(context().resolve("Dockerfile"), dockerfile);
    return HarborTasks.open(tasks, Dockerfiles.ENGINE).tasks().getFirst().environment();
  }
}
