package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.KnownKeys;
import dev.millrace.rollout.task.StateGoal;
import dev.millrace.rollout.task.StateGoal.Action;
import dev.millrace.rollout.task.StateGoal.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The goal in `state.json`: `actions`, `communicate_info` and `reward_basis`, as tau-bench names
/// them.
final class StateGoalFile {
  static final List<String> KEYS =
      List.of("file", "assertions", "actions", "communicate_info", "reward_basis");

  private final JsonObject root;

  private StateGoalFile(JsonObject root) {
    this.root = root;
  }

  /// @param asserts whether there are assertions
  static StateGoal goal(JsonObject root, boolean asserts) {
    StateGoalFile file = new StateGoalFile(root);
    List<Action> actions = root.has("actions") ? file.actions() : List.of();
    List<String> told = root.has("communicate_info") ? file.told() : List.of();
    Set<Part> given = EnumSet.noneOf(Part.class);
    if (!actions.isEmpty()) {
      given.addAll(List.of(Part.DB, Part.ACTION));
    }
    if (!told.isEmpty()) {
      given.add(Part.COMMUNICATE);
    }
    if (asserts) {
      given.add(Part.ENV_ASSERTION);
    }
    if (given.isEmpty()) {
      root.file()
          .problem(
              "assertions: expected at least one, or actions, or communicate_info: else doing"
                  + " nothing would pass");
      return StateGoal.ASSERTIONS;
    }
    return new StateGoal(actions, told, file.basis(given));
  }

  /// The parts named; where none are, all that there are, save that calls are not compared: there
  /// is more than one way to a state.
  private Set<Part> basis(Set<Part> given) {
    if (!root.has("reward_basis")) {
      Set<Part> usual = EnumSet.copyOf(given);
      usual.remove(Part.ACTION);
      return usual;
    }
    KnownKeys known = KnownKeys.of(Arrays.stream(Part.values()).map(Part::name).toList());
    Set<Part> basis = EnumSet.noneOf(Part.class);
    for (String name : root.texts("reward_basis")) {
      if (!known.keys().contains(name)) {
        root.file().problem("reward_basis: no part is named " + name + "; " + known.hint(name));
      } else if (!given.contains(Part.valueOf(name))) {
        root.file().problem("reward_basis: " + name + " has nothing that it could be judged by");
      } else {
        basis.add(Part.valueOf(name));
      }
    }
    return basis.isEmpty() ? given : basis;
  }

  private List<String> told() {
    List<String> told = root.texts("communicate_info");
    if (told.stream().anyMatch(String::isBlank)) {
      root.file().problem("communicate_info: an empty text would always be told");
    }
    return told;
  }

  private List<Action> actions() {
    List<Action> actions = new ArrayList<>();
    for (JsonNode item : root.items("actions")) {
      JsonObject action =
          JsonObject.of(
              root.file(),
              "actions[" + actions.size() + "]",
              item,
              "name",
              "arguments",
              "compare_args");
      actions.add(
          new Action(
              action.text("name"),
              action.object("arguments").toString(),
              action.has("compare_args")
                  ? Optional.of(action.texts("compare_args"))
                  : Optional.empty()));
    }
    return actions;
  }
}
