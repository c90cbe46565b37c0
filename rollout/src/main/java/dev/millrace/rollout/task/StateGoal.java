package dev.millrace.rollout.task;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an episode with a stateful service should come to, in the parts that tau-bench has.
///
/// @param actions the calls that lead to the state wanted, in order
/// @param told what the agent has to tell
/// @param basis the parts that must all hold
public record StateGoal(List<Action> actions, List<String> told, Set<Part> basis) {
  /// The assertions alone.
  public static final StateGoal ASSERTIONS =
      new StateGoal(List.of(), List.of(), EnumSet.of(Part.ENV_ASSERTION));

  public StateGoal {
    actions = List.copyOf(actions);
    told = List.copyOf(told);
    basis = Set.copyOf(basis);
    if (basis.isEmpty()) {
      throw new IllegalArgumentException("without a part in the basis doing nothing would pass");
    }
  }

  /// A part of what is wanted, by tau-bench's name.
  public enum Part {
    /// The state is the one after the actions.
    DB,
    /// The assertions hold.
    ENV_ASSERTION,
    /// Each action was called.
    ACTION,
    /// What is to be told was told: in capitals or not, commas aside.
    COMMUNICATE
  }

  /// A call of one of the task's functions.
  ///
  /// @param argumentsJson a JSON object
  /// @param compared the arguments that count where calls are compared; empty for all
  public record Action(String name, String argumentsJson, Optional<List<String>> compared) {
    public Action {
      compared = compared.map(List::copyOf);
    }
  }
}
