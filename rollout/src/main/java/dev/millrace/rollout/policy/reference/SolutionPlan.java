package dev.millrace.rollout.policy.reference;

import java.util.List;
import java.util.Map;

/// What the reference policy will say in one episode, turn by turn. Once it is through, the agent
/// stops.
record SolutionPlan(List<PlannedTurn> turns) {
  private static final PlannedTurn STOP =
      new PlannedTurn(PlannedTurn.text("There is nothing left to do."), Map.of());

  SolutionPlan {
    turns = List.copyOf(turns);
  }

  PlannedTurn turn(int number) {
    return number < turns.size() ? turns.get(number) : STOP;
  }
}
