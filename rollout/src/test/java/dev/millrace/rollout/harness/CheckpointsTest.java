package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.Checkpoint;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private final Checkpoints checkpoints = new Checkpoints();

  private static WorkspaceDelta state(String digest) {
    return new WorkspaceDelta(digest, 0, null);
  }

  private void offer(int turn, String digest) {
    checkpoints.offer(new Checkpoint(turn, turn, state(digest)));
  }

  private List<Integer> turns() {
    return checkpoints.before(null).stream().map(Checkpoint::turn).toList();
  }

  @Test
  void equalStatesInARowAreKeptOnce() {
    offer(0, "a");
    offer(1, "a");
    offer(2, "b");
    offer(3, "a");
    assertEquals(List.of(0, 2, 3), turns());
  }

  @Test
  void theEndStateIsNoCheckpoint() {
    offer(0, "a");
    offer(1, "b");
    assertEquals(1, checkpoints.before(state("b")).size());
    assertEquals(2, checkpoints.before(state("c")).size());
  }

  @Test
  void ofManyTheyStayApart() {
    for (int turn = 0; turn < 16; turn++) {
      offer(turn, "d" + turn);
    }
    List<Integer> kept = turns();
    assertEquals(15, kept.getLast());
    assertTrue(kept.getFirst() >= 1 && kept.getFirst() <= 5, kept.toString());
    for (int i = 1; i < kept.size(); i++) {
      assertTrue(kept.get(i) - kept.get(i - 1) >= 2, kept.toString());
    }
  }

  @Property(tries = 200, seed = "7")
  void neverMoreThanFourAndAlwaysTheNewest(@ForAll @IntRange(min = 1, max = 64) int offered) {
    Checkpoints many = new Checkpoints();
    for (int turn = 0; turn < offered; turn++) {
      many.offer(new Checkpoint(turn, turn, state("d" + turn)));
    }
    List<Checkpoint> kept = many.before(null);
    assertEquals(Math.min(offered, Checkpoints.KEPT), kept.size());
    assertEquals(offered - 1, kept.getLast().turn());
  }
}
