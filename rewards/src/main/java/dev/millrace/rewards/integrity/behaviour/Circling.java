package dev.millrace.rewards.integrity.behaviour;

import dev.millrace.rewards.integrity.Detector;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rollout.harness.repetition.Bounds;
import dev.millrace.rollout.harness.repetition.Move;
import dev.millrace.rollout.harness.repetition.Moves;
import dev.millrace.rollout.harness.repetition.Repetition;
import dev.millrace.rollout.harness.repetition.Sighting;
import dev.millrace.rollout.trajectory.Flag;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Finds loops, repeated failures and stalls after the fact, by the signatures that warn an agent
/// during its episode. One flag a kind, at the turn where it was first seen. Of the files between
/// turns the record says nothing, so calls and results alone decide.
public final class Circling implements Detector {
  @Override
  public List<Flag> find(Evidence evidence) {
    Repetition repetition = new Repetition(Bounds.DEFAULT);
    Map<FlagKind, Flag> first = new EnumMap<>(FlagKind.class);
    List<Move> moves = Moves.of(evidence.trajectory());
    for (int turn = 0; turn < moves.size(); turn++) {
      int at = turn;
      repetition
          .add(moves.get(turn))
          .ifPresent(
              sighting ->
                  first.putIfAbsent(
                      kind(sighting),
                      new Flag(kind(sighting).key(), at, "turn " + at, sighting.text())));
    }
    return List.copyOf(first.values());
  }

  private static FlagKind kind(Sighting sighting) {
    return switch (sighting.kind()) {
      case SAME_RESULT, CYCLE -> FlagKind.REPEATED_CALLS;
      case SAME_FAILURE -> FlagKind.REPEATED_FAILURES;
      case MONOLOGUE, NOTHING_NEW, OUT_OF_TIME -> FlagKind.STALLED;
    };
  }
}
