package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.ToolChoice;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls of a turn, and which of them the agent is given. For one thread.
final class TurnCalls {
  private final CallNames names;
  private final ToolChoice choice;
  private final Map<Integer, Begun> calls = new HashMap<>();
  private int given;

  TurnCalls(CallNames names, ToolChoice choice) {
    this.names = names;
    this.choice = choice;
  }

  /// A call whose name was read.
  ///
  /// @param call without its arguments
  private record Begun(int index, ToolCall call, boolean isGiven, StringBuilder arguments) {
    ToolCall written() {
      return new ToolCall(call.id(), call.name(), arguments.toString());
    }
  }

  /// @return the call as the agent gets it, or null where it gets none
  @Nullable ToolCall begin(int index, String id, String name) {
    boolean isGiven = choice.accepts(name, given);
    given += isGiven ? 1 : 0;
    ToolCall call = new ToolCall(names.unique(id), name, "");
    calls.put(index, new Begun(index, call, isGiven, new StringBuilder()));
    return isGiven ? call : null;
  }

  void argument(int index, String more) {
    Begun begun = calls.get(index);
    if (begun != null) {
      begun.arguments().append(more);
    }
  }

  boolean isBegun(int index) {
    return calls.containsKey(index);
  }

  boolean isGiven(int index) {
    Begun begun = calls.get(index);
    return begun != null && begun.isGiven();
  }

  /// How many the model began and the agent does not get.
  int withheld() {
    return calls.size() - given;
  }

  /// Those that the agent gets, in order.
  List<ToolCall> given() {
    return calls.values().stream()
        .filter(Begun::isGiven)
        .sorted(Comparator.comparingInt(Begun::index))
        .map(Begun::written)
        .toList();
  }

  /// All of a turn's calls as read, under the names that the agent knows.
  List<ToolCall> named(List<ToolCall> read) {
    List<ToolCall> all = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      ToolCall call = read.get(i);
      Begun begun = calls.get(i);
      all.add(
          begun == null
              ? call
              : new ToolCall(begun.call().id(), call.name(), call.argumentsJson()));
    }
    return all;
  }
}
