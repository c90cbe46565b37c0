package dev.millrace.rewards.progress;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How far each state on the way was from done. The potential of a state is the share of the tests
/// that pass in it; what a step earns is told by [Shaping]. Dense progress over an episode is what
/// meta-RL trains on (Qu et al. 2025, arXiv 2503.07572).
///
/// Verdicts are kept by task digest and state digest in a cache of a bounded number of states;
/// those on start states with all their tests. Any thread may call it; the locks are held for
/// looking up alone.
public final class Progress {
  private static final int KEPT_STATES = 4096;
  private static final int KEPT_STARTS = 512;

  private final Verifier verifier;
  private final Shaping shaping;
  private final Map<State, Double> potentials = bounded(KEPT_STATES);
  private final Map<String, Verdict.Judged> starts = bounded(KEPT_STARTS);

  public Progress(Verifier verifier, Shaping shaping) {
    this.verifier = verifier;
    this.shaping = shaping;
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        });
  }

  private record State(String taskDigest, String stateDigest) {}

  /// The potentials of a trajectory with their gains, first the start's, last the end's. A
  /// checkpoint whose verification breaks (as a half-edited program may make it hang) has none
  /// and is left out.
  ///
  /// @param end the verdict on the end state
  /// @throws FailureException when the start state cannot be judged
  public List<Potential> measure(Task task, Trajectory trajectory, Verdict.Judged end)
      throws InterruptedException {
    List<Potential> potentials = new ArrayList<>();
    potentials.add(new Potential(0, 0, start(task).coverage()));
    WorkspaceDelta last = trajectory.end().workspace();
    for (Checkpoint checkpoint : trajectory.end().checkpoints()) {
      boolean isEnd = last != null && last.digest().equals(checkpoint.state().digest());
      if (!isEnd && potential(task, checkpoint.state()) instanceof Measured(double value)) {
        potentials.add(new Potential(checkpoint.turn() + 1, checkpoint.tokens(), value));
      }
    }
    var usage = trajectory.events().usage();
    potentials.add(new Potential(usage.turns(), usage.sampledTokens(), end.coverage()));
    return shaping.gains(potentials);
  }

  /// The sum of the gains, discounted to the start, -1 to 1.
  public double total(List<Potential> potentials) {
    return shaping.total(potentials);
  }

  /// The verdict on the state that a task starts from; measured once a task.
  ///
  /// @throws FailureException when it cannot be judged
  public Verdict.Judged start(Task task) throws InterruptedException {
    Verdict.Judged known = starts.get(task.ref().digest());
    if (known != null) {
      return known;
    }
    return switch (verifier.verify(task, Submission.NOTHING)) {
      case Verdict.Errored errored -> throw new FailureException(errored.failure());
      case Verdict.Judged judged -> {
        starts.put(task.ref().digest(), judged);
        yield judged;
      }
    };
  }

  private sealed interface Measurement {}

  private record Measured(double value) implements Measurement {}

  private record Broken() implements Measurement {}

  private Measurement potential(Task task, WorkspaceDelta state) throws InterruptedException {
    State key = new State(task.ref().digest(), state.digest());
    Double known = potentials.get(key);
    if (known != null) {
      return new Measured(known);
    }
    return switch (verifier.verify(task, Submission.left(state))) {
      case Verdict.Errored _ -> new Broken();
      case Verdict.Judged judged -> {
        potentials.put(key, judged.coverage());
        yield new Measured(judged.coverage());
      }
    };
  }
}
