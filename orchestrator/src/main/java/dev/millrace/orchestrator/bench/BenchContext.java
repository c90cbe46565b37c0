package dev.millrace.orchestrator.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What a benchmark is given.
///
/// @param work an empty directory on a disk, the caller's to remove
/// @param tasks the tasks it may take a sample of
/// @param episodes how many episodes to run, about; at least 1
/// @param progress told what is going on, a line each
public record BenchContext(Path work, Path tasks, int episodes, Consumer<String> progress) {
  public BenchContext {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes is " + episodes + ", not >= 1");
    }
  }
}
