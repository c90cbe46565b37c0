package dev.millrace.orchestrator.predictions;

import dev.millrace.datasets.lake.EpisodeEnd;
import dev.millrace.datasets.lake.LakeException;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.orchestrator.predictions.Choice.Skipped;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.orchestrator.roles.TaskScope;
import dev.millrace.rollout.task.swebench.Prediction;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes predictions of episodes, commit by commit of their lake: no more end states are in memory
/// than one commit has.
public final class PredictionWriter {
  private static final Logger LOG = LoggerFactory.getLogger(PredictionWriter.class);

  private final ParquetLake lake;
  private final DeltaStore deltas;
  private final Patches patches;
  private final int parallel;

  /// Makes the patch of what an episode changed.
  public interface Patches {
    /// The id of the row that a task was made of.
    String instance(TaskRef task);

    /// @param end with its archive, or null where nothing was changed
    /// @return empty where nothing was changed that a patch can say
    /// @throws FailureException when none can be made
    String of(TaskRef task, @Nullable WorkspaceDelta end) throws InterruptedException;
  }

  /// What was written.
  ///
  /// @param empty how many of the lines have an empty patch
  /// @param skipped episodes of which there is no line
  public record Written(int lines, int empty, List<Skipped> skipped) {
    public Written {
      skipped = List.copyOf(skipped);
    }
  }

  /// @param deltas where end states are that are too large for the lake
  /// @param parallel patches made at once
  public PredictionWriter(ParquetLake lake, DeltaStore deltas, Patches patches, int parallel) {
    this.lake = lake;
    this.deltas = deltas;
    this.patches = patches;
    this.parallel = parallel;
  }

  /// Writes a line a chosen episode, in order; the file is there whole or as it was.
  ///
  /// @param model in the place of the policies' names, or null
  /// @param progress told of how many episodes are done with
  public Written write(
      List<EpisodeEnd> chosen, @Nullable String model, Path file, IntConsumer progress)
      throws InterruptedException, IOException {
    Map<EpisodeId, EpisodeEnd> left = new HashMap<>();
    chosen.forEach(end -> left.put(end.episode().id(), end));
    List<Made> made = new ArrayList<>();
    try (SortedLines<EpisodeEnd> lines = SortedLines.to(file)) {
      for (List<EpisodeId> commit : lake.commits()) {
        List<EpisodeEnd> own =
            commit.stream().flatMap(id -> Optional.ofNullable(left.remove(id)).stream()).toList();
        if (!own.isEmpty()) {
          made.addAll(ofCommit(own, model, lines));
          progress.accept(made.size());
        }
      }
      lines.write();
    }
    return written(made);
  }

  private sealed interface Made {
    record Line(boolean isEmpty) implements Made {}

    record None(Skipped skipped) implements Made {}
  }

  private static Written written(List<Made> made) {
    int lines = 0;
    int empty = 0;
    List<Skipped> skipped = new ArrayList<>();
    for (Made one : made) {
      switch (one) {
        case Made.Line(boolean isEmpty) -> {
          lines++;
          empty += isEmpty ? 1 : 0;
        }
        case Made.None(Skipped none) -> skipped.add(none);
      }
    }
    return new Written(lines, empty, skipped);
  }

  private List<Made> ofCommit(
      List<EpisodeEnd> ends, @Nullable String model, SortedLines<EpisodeEnd> lines)
      throws InterruptedException, IOException {
    Map<String, byte[]> states;
    try {
      states = lake.states(new HashSet<>(ends.stream().map(end -> end.episode().id()).toList()));
    } catch (LakeException e) {
      String why = "its end state cannot be read: " + e.getMessage() + "; restore the lake's files";
      return ends.stream().map(end -> none(end, why)).toList();
    }
    Semaphore slots = new Semaphore(parallel);
    List<Made> made = new ArrayList<>();
    try (TaskScope scope = new TaskScope("predictions")) {
      List<Future<Made>> pending = new ArrayList<>();
      for (EpisodeEnd end : ends) {
        pending.add(scope.fork(() -> made(end, model, states, lines, slots)));
      }
      for (Future<Made> one : pending) {
        made.add(one.get());
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
    return made;
  }

  private static IllegalStateException unwrapped(ExecutionException e)
      throws InterruptedException, IOException {
    if (e.getCause() instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (e.getCause() instanceof IOException broken) {
      throw broken;
    }
    return new IllegalStateException("a prediction could not be written", e);
  }

  private Made made(
      EpisodeEnd end,
      @Nullable String model,
      Map<String, byte[]> states,
      SortedLines<EpisodeEnd> lines,
      Semaphore slots)
      throws InterruptedException, IOException {
    slots.acquire();
    try {
      TaskRef task = end.episode().task();
      WorkspaceDelta left = end.workspace();
      String patch = patches.of(task, left == null ? null : deltas.load(left, states));
      String name = model == null ? end.episode().policy() : model;
      lines.add(end, new Prediction(patches.instance(task), name, Optional.of(patch)).json());
      return new Made.Line(patch.isBlank());
    } catch (FailureException e) {
      return none(end, e.failure().detail());
    } catch (RuntimeException e) {
      // An end state that nobody foresaw must not stop the others.
      LOG.atDebug().setCause(e).log("no patch could be made");
      return none(end, "its end state cannot be read: " + e);
    } finally {
      slots.release();
    }
  }

  private static Made none(EpisodeEnd end, String why) {
    return new Made.None(new Skipped(end.episode().id(), why));
  }
}
