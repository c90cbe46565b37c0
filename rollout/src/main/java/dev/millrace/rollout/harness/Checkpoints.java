package dev.millrace.rollout.harness;

import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The few states on the way that an episode keeps: at most [#KEPT], spread over its turns. Which
/// ones stay depends on their turns alone, so equal episodes keep equal ones.
final class Checkpoints {
  static final int KEPT = 4;

  private final List<Checkpoint> kept = new ArrayList<>();
  private @Nullable String lastDigest;

  /// Takes a state in, unless nothing changed since the one before it.
  void offer(Checkpoint checkpoint) {
    if (checkpoint.state().digest().equals(lastDigest)) {
      return;
    }
    lastDigest = checkpoint.state().digest();
    kept.add(checkpoint);
    if (kept.size() > KEPT) {
      kept.remove(mostCrowded());
    }
  }

  /// What was kept, oldest first, without a last one that is the end state itself.
  List<Checkpoint> before(@Nullable WorkspaceDelta end) {
    boolean endsSame =
        end != null && !kept.isEmpty() && kept.getLast().state().digest().equals(end.digest());
    return List.copyOf(endsSame ? kept.subList(0, kept.size() - 1) : kept);
  }

  /// The one whose neighbours are closest to each other, the start being one; never the newest.
  private int mostCrowded() {
    int crowded = 0;
    int smallest = Integer.MAX_VALUE;
    for (int i = 0; i < kept.size() - 1; i++) {
      int before = i == 0 ? -1 : kept.get(i - 1).turn();
      int gap = kept.get(i + 1).turn() - before;
      if (gap < smallest) {
        smallest = gap;
        crowded = i;
      }
    }
    return crowded;
  }
}
