package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where workspace deltas lie that are too large to travel in a record: files named by their
/// digest, in a directory that workers and scorers share.
public final class DeltaStore {
  /// Larger archives are stored beside; a record with all its checkpoints stays far below the limit
  /// of the log.
  static final int INLINE_BYTES = 512 << 10;

  private final Path directory;

  public DeltaStore(Path directory) {
    this.directory = directory;
  }

  /// The trajectory with its large archives moved into the store.
  Trajectory store(Trajectory trajectory) {
    return mapped(trajectory, this::put);
  }

  /// The trajectory with its archives read back.
  Trajectory load(Trajectory trajectory) {
    return load(trajectory, Map.of());
  }

  /// The trajectory with its archives read back.
  ///
  /// @param known archives by their digests, wherever they are from
  /// @throws FailureException with `Failure.Verifier` when one is neither known nor stored here
  public Trajectory load(Trajectory trajectory, Map<String, byte[]> known) {
    return mapped(trajectory, delta -> load(delta, known));
  }

  private WorkspaceDelta put(WorkspaceDelta delta) {
    byte @Nullable [] archive = delta.archive();
    if (archive == null || archive.length <= INLINE_BYTES) {
      return delta;
    }
    Path file = file(delta);
    Path aside = directory.resolve(".tmp-" + UUID.randomUUID());
    try {
      Files.createDirectories(directory);
      if (!Files.exists(file)) {
        try (FileChannel out =
            FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(archive);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          out.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return new WorkspaceDelta(delta.digest(), delta.sizeBytes(), null);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "a workspace delta of "
                  + delta.sizeBytes()
                  + " bytes could not be stored at "
                  + file
                  + ": "
                  + e),
          e);
    }
  }

  /// An archive read back.
  ///
  /// @throws FailureException as [#load(Trajectory, Map)]
  public WorkspaceDelta load(WorkspaceDelta delta, Map<String, byte[]> known) {
    if (delta.archive() != null) {
      return delta;
    }
    byte[] archive = known.get(delta.digest());
    if (archive != null) {
      return new WorkspaceDelta(delta.digest(), delta.sizeBytes(), archive);
    }
    try {
      return new WorkspaceDelta(delta.digest(), delta.sizeBytes(), Files.readAllBytes(file(delta)));
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Verifier(
              "the workspace delta "
                  + delta.digest()
                  + " is not at "
                  + file(delta)
                  + "; do the scorer and the worker share the output directory?"),
          e);
    }
  }

  private Path file(WorkspaceDelta delta) {
    return directory.resolve(delta.digest() + ".tar");
  }

  private static Trajectory mapped(Trajectory t, UnaryOperator<WorkspaceDelta> change) {
    Trajectory.End end = t.end();
    WorkspaceDelta workspace = end.workspace();
    List<Checkpoint> checkpoints =
        end.checkpoints().stream()
            .map(c -> new Checkpoint(c.turn(), c.tokens(), change.apply(c.state())))
            .toList();
    List<StepEnd> steps =
        end.steps().stream()
            .map(
                step -> {
                  WorkspaceDelta left = step.workspace();
                  return left == null ? step : step.with(change.apply(left));
                })
            .toList();
    return new Trajectory(
        t.episode(),
        t.tools(),
        t.messages(),
        t.events(),
        t.branches(),
        t.outcome(),
        new Trajectory.End(
            end.answer(), workspace == null ? null : change.apply(workspace), checkpoints, steps),
        t.provenance());
  }
}
