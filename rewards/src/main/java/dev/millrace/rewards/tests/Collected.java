package dev.millrace.rewards.tests;

import dev.millrace.rewards.OriginalFiles;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Artifact;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Artefacts taken out of a sandbox whole, whether the agent changed them or not.
final class Collected {
  private static final String OF_AGENTS = "/logs/artifacts";

  private Collected() {}

  /// @param maxBytes of all files together; more is a failure
  static WorkspaceDelta from(Sandbox sandbox, List<Artifact> artifacts, long maxBytes)
      throws InterruptedException {
    List<String> sources =
        Stream.concat(artifacts.stream().map(Artifact::source), Stream.of(OF_AGENTS)).toList();
    Set<String> executable = OriginalFiles.executables(sandbox, sources);
    List<DeltaEntry> entries = new ArrayList<>();
    long bytes = 0;
    for (String file : OriginalFiles.list(sandbox, sources)) {
      byte[] content =
          sandbox
              .read(file, OriginalFiles.LARGEST_BYTES)
              .orElseThrow(
                  () -> new FailureException(new Failure.Sandbox(file + " cannot be read")));
      bytes += content.length;
      if (bytes > maxBytes) {
        throw new FailureException(
            new Failure.Verifier(
                "the artefacts " + sources + " hold more than " + maxBytes + " bytes"));
      }
      entries.add(
          new DeltaEntry.File(file.substring(1), executable.contains(file) ? 0755 : 0644, content));
    }
    return DeltaArchive.encode(entries, Long.MAX_VALUE);
  }
}
