package dev.millrace.rollout.task.harbor;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.task.Dockerfiles;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small sound task in a directory of its own, to be spoilt one file at a time.
record TaskFixture(Path root, Path directory) {

  static TaskFixture in(Path root) {
    return new TaskFixture(root, root.resolve("swe/fix-x"))
        .with("task.toml", "schema_version = \"1.1\"\n[metadata]\nfamily = \"swe\"\n")
        .with("instruction.md", "Fix it.\n")
        .with("environment/Dockerfile", "FROM scratch\nWORKDIR /app\nCOPY repo/ /app/\n")
        .with("environment/repo/main.py", "print(1)\n")
        .with("tests/test.sh", "#!/bin/bash\n");
  }

  TaskFixture with(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TaskFixture without(String name) {
    try {
      Files.delete(directory.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Task task() {
    return HarborTasks.open(root).tasks().getFirst();
  }

  /// The same as an engine's sandboxes have it.
  Task built() {
    return HarborTasks.open(root, Dockerfiles.ENGINE).tasks().getFirst();
  }

  String failure() {
    return String.valueOf(
        assertThrows(TaskException.class, () -> HarborTasks.open(root)).getMessage());
  }
}
