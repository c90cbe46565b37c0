package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.ByteBudget;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.TreeReader;
import java.util.List;
import java.util.Optional;

/// Looks into a container by the engine, links not followed.
record Look(Engine engine, String container) {

  /// @param path absolute and plain
  Found at(String path, int maxBytes) throws InterruptedException {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      Optional<Stat> parent = Stat.at(engine, container, path.substring(0, slash));
      if (parent.isEmpty()) {
        return new Found.Absent();
      }
      if (parent.get().kind() != Stat.Kind.DIRECTORY) {
        return new Found.Other();
      }
    }
    Optional<Stat> file = Stat.at(engine, container, path);
    if (file.isEmpty()) {
      return new Found.Absent();
    }
    if (file.get().kind() != Stat.Kind.FILE) {
      return new Found.Other();
    }
    return file.get().sizeBytes() > maxBytes ? new Found.TooLarge() : content(path, maxBytes);
  }

  private Found content(String path, int maxBytes) throws InterruptedException {
    List<DeltaEntry> entries =
        engine
            .archive(
                container, path, archive -> TreeReader.read(archive, "", new ByteBudget(maxBytes)))
            .orElse(List.of());
    return entries.size() == 1 && entries.getFirst() instanceof DeltaEntry.File(_, _, var bytes)
        ? new Found.Content(bytes)
        : new Found.Other();
  }
}
