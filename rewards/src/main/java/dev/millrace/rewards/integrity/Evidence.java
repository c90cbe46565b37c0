package dev.millrace.rewards.integrity;

import com.google.re2j.Pattern;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.trace.Action;
import dev.millrace.rewards.integrity.trace.Actions;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Flag;
import dev.millrace.rollout.trajectory.StepEnd;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that detectors look at for one episode, or for one step of it: its actions, and a
/// state that it left.
///
/// @param verdict on the episode, or why there is none
/// @param changes the state's delta, decoded and sorted by path; empty where nothing changed
/// @param actions what was carried out, in order
/// @param original what the task started with
/// @param network what the sandbox's proxy decided, where that was recorded
public record Evidence(
    Task task,
    Trajectory trajectory,
    Verdict verdict,
    List<DeltaEntry> changes,
    List<Action> actions,
    Pristine original,
    List<NetworkAttempt> network)
    implements AutoCloseable {
  private static final int LARGEST_TEXT_BYTES = 512 << 10;
  private static final Pattern MADE_BY_TOOLS =
      Pattern.compile(
          "/(?:__pycache__|\\.pytest_cache|\\.mypy_cache|\\.ruff_cache|\\.tox|\\.venv|venv"
              + "|node_modules|\\.git/objects|\\.cache|target/classes|\\.gradle|\\.hypothesis)/");

  public Evidence {
    changes = List.copyOf(changes);
    actions = List.copyOf(actions);
    network = List.copyOf(network);
  }

  /// Reads a trajectory with the state at its end.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException when its delta cannot be decoded
  public static Evidence of(
      Task task, Trajectory trajectory, Verdict verdict, SandboxProvider sandboxes) {
    return of(task, trajectory, Left.last(task, trajectory), verdict, sandboxes);
  }

  /// Reads a trajectory with one of the states that it left.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException as the other
  public static Evidence of(
      Task task, Trajectory trajectory, Left left, Verdict verdict, SandboxProvider sandboxes) {
    Pristine original = Pristine.in(sandboxes, task.environment(), left.given());
    return of(task, trajectory, left.workspace(), verdict, original);
  }

  /// As the others, over original files that lie anywhere.
  public static Evidence of(
      Task task,
      Trajectory trajectory,
      @Nullable WorkspaceDelta delta,
      Verdict verdict,
      Pristine original) {
    return new Evidence(
        task,
        trajectory,
        verdict,
        delta == null ? List.of() : DeltaArchive.decode(delta),
        Actions.of(trajectory, task.environment().workdir()),
        original,
        NetworkFacts.read(trajectory.provenance().facts()));
  }

  /// The text files of the state, below 512 KiB each and without what tools make by themselves.
  public List<Edit> edits() {
    return changes.stream()
        .filter(DeltaEntry.File.class::isInstance)
        .map(DeltaEntry.File.class::cast)
        .filter(file -> file.content().length <= LARGEST_TEXT_BYTES)
        .filter(file -> !MADE_BY_TOOLS.matcher("/" + file.path()).find())
        .filter(file -> isText(file.content()))
        .map(file -> edit(file.path(), file.mode(), file.content()))
        .toList();
  }

  private Edit edit(String path, int mode, byte[] content) {
    return new Edit("/" + path, mode, new String(content, StandardCharsets.UTF_8), original);
  }

  private static boolean isText(byte[] content) {
    for (int i = 0; i < Math.min(content.length, 4096); i++) {
      if (content[i] == 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether a verifier found the task solved.
  public boolean isSolved() {
    return verdict instanceof Verdict.Judged judged && judged.correctness() >= 1;
  }

  /// Whether anything was changed but what tools keep for themselves.
  public boolean hasWork() {
    return Stream.concat(
            changes.stream(),
            trajectory.end().steps().stream()
                .map(StepEnd::workspace)
                .filter(Objects::nonNull)
                .flatMap(delta -> DeltaArchive.decode(delta).stream()))
        .filter(entry -> !(entry instanceof DeltaEntry.Directory))
        .map(entry -> "/" + entry.path())
        .anyMatch(path -> !path.startsWith("/tmp/") && !MADE_BY_TOOLS.matcher(path).find());
  }

  public String workdir() {
    return task.environment().workdir();
  }

  /// A flag for what an action shows.
  public Flag flag(FlagKind kind, Action action, String seen) {
    return new Flag(kind.key(), action.turn(), action.callId(), seen);
  }

  /// A flag for a file of the state, with the turn that first wrote it where a call shows that.
  ///
  /// @param path absolute
  public Flag flag(FlagKind kind, String path, String seen) {
    return new Flag(kind.key(), firstTouch(path), path, seen);
  }

  /// The model call that first wrote to a path, or null where no call shows it.
  public @Nullable Integer firstTouch(String path) {
    return new FirstTouch(workdir(), trajectory).turn(path);
  }

  @Override
  public void close() {
    original.close();
  }
}
