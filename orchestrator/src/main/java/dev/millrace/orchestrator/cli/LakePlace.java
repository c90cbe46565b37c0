package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.run.RunLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the lake that a command is about.
final class LakePlace {
  private LakePlace() {}

  /// @param option that named it, for messages
  /// @param named a run's output directory or the lake in it
  /// @throws UsageException when there is no lake
  static RunLayout of(String option, Path named) {
    Path place = named.toAbsolutePath().normalize();
    if (Files.isDirectory(place.resolve("lake"))) {
      return new RunLayout(place);
    }
    Path parent = place.getParent();
    if (parent != null && place.endsWith("lake") && Files.isDirectory(place)) {
      return new RunLayout(parent);
    }
    throw new UsageException(
        option + ": there is no lake in " + named + "; name a run's output directory or its lake");
  }
}
