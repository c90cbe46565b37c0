package dev.millrace.rewards.progress;

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
import org.jspecify.annotations.Nullable;

/// How far each state on the way was from done. The potential of a state is the share of the tests
/// that pass in it; the reward for a step is the change of the potential over it. Potential-based
/// shaping leaves the best policy what it was (Ng, Harada, Russell 1999); the steps sum to the
/// potential of the end less that of the start, so going back and forth earns nothing. Dense
/// progress
/// over an episode is what meta-RL trains on (Qu et al. 2025, arXiv 2503.07572).
///
/// Verdicts are kept by task digest and state digest, the start state among them, in a cache of a
/// bounded number of states. Any thread may call it; the lock is held for looking up alone.
public final class Progress {
  private static final int KEPT_STATES = 4096;

  private final Verifier verifier;
  private final Map<State, Double> potentials =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<State, Double> eldest) {
              return size() > KEPT_STATES;
            }
          });

  public Progress(Verifier verifier) {
    this.verifier = verifier;
  }

  /// @param stateDigest null for the state that the environment starts from
  private record State(String taskDigest, @Nullable String stateDigest) {}

  /// The potentials of a trajectory, first the start's, last the end's. A checkpoint whose
  /// verification breaks (as a half-edited program may make it hang) has none and is left out.
  ///
  /// @param end the verdict on the end state
  /// @throws FailureException when the start state cannot be judged
  public List<Potential> measure(Task task, Trajectory trajectory, Verdict.Judged end)
      throws InterruptedException {
    List<Potential> potentials = new ArrayList<>();
    potentials.add(new Potential(0, 0, start(task)));
    WorkspaceDelta last = trajectory.end().workspace();
    for (Checkpoint checkpoint : trajectory.end().checkpoints()) {
      boolean isEnd = last != null && last.digest().equals(checkpoint.state().digest());
      if (!isEnd && potential(task, checkpoint.state()) instanceof Measured(double value)) {
        potentials.add(new Potential(checkpoint.turn() + 1, checkpoint.tokens(), value));
      }
    }
    var usage = trajectory.events().usage();
    potentials.add(new Potential(usage.turns(), usage.sampledTokens(), end.coverage()));
    return List.copyOf(potentials);
  }

  /// The sum of the steps' rewards: the last potential less the first, -1 to 1.
  public static double total(List<Potential> potentials) {
    return potentials.getLast().value() - potentials.getFirst().value();
  }

  private double start(Task task) throws InterruptedException {
    return switch (potential(task, null)) {
      case Measured(double value) -> value;
      case Broken(Verdict.Errored errored) -> throw new FailureException(errored.failure());
    };
  }

  private sealed interface Measurement {}

  private record Measured(double value) implements Measurement {}

  private record Broken(Verdict.Errored verdict) implements Measurement {}

  private Measurement potential(Task task, @Nullable WorkspaceDelta state)
      throws InterruptedException {
    State key = new State(task.ref().digest(), state == null ? null : state.digest());
    Double known = potentials.get(key);
    if (known != null) {
      return new Measured(known);
    }
    return switch (verifier.verify(task, state, null)) {
      case Verdict.Errored errored -> new Broken(errored);
      case Verdict.Judged judged -> {
        potentials.put(key, judged.coverage());
        yield new Measured(judged.coverage());
      }
    };
  }
}
