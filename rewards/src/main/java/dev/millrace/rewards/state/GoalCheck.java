package dev.millrace.rewards.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.answer.quantity.Tolerance;
import dev.millrace.rewards.json.JsonDocument;
import dev.millrace.rollout.task.AnswerRules.ArrayOrder;
import dev.millrace.rollout.task.StateGoal;
import dev.millrace.rollout.task.StateGoal.Action;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parts of a goal that are no assertions, one test a state, an action, a text.
final class GoalCheck {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STATE = "the state is the one after the actions";

  private final StateGoal goal;
  private final Submission submission;

  GoalCheck(StateGoal goal, Submission submission) {
    this.goal = goal;
    this.submission = submission;
  }

  /// Whether the state is the one after the actions: by digest, the first difference for people.
  static TestResult state(JsonDocument state, JsonDocument golden) {
    if (state.digest().equals(golden.digest())) {
      return new TestResult(STATE, Status.PASSED, null);
    }
    Optional<String> difference = state.difference(golden, Tolerance.NONE, ArrayOrder.KEPT);
    return noState(difference.orElse("another digest"));
  }

  static TestResult noState(String why) {
    return new TestResult(STATE, Status.FAILED, why);
  }

  /// Whether each action was called, be it with others between.
  ///
  /// @throws IllegalArgumentException when the arguments of an action are no JSON object
  List<TestResult> actions() {
    List<TestResult> tests = new ArrayList<>();
    for (Action action : goal.actions()) {
      JsonNode wanted = object(action.argumentsJson());
      if (wanted == null) {
        throw new IllegalArgumentException(
            "the arguments of action " + action.name() + " are no JSON object");
      }
      boolean called = submission.calls().stream().anyMatch(call -> isCall(call, action, wanted));
      tests.add(
          test(
              "action " + (tests.size() + 1) + ": " + action.name(),
              called,
              "it was not called with these arguments"));
    }
    return tests;
  }

  /// Whether each text was told, in a turn or in the answer.
  List<TestResult> told() {
    List<String> said =
        Stream.concat(submission.said().stream(), Stream.ofNullable(submission.answer()))
            .map(GoalCheck::plain)
            .toList();
    return goal.told().stream()
        .map(
            text ->
                test(
                    "told: " + text,
                    said.stream().anyMatch(one -> one.contains(plain(text))),
                    "it was not told"))
        .toList();
  }

  private static boolean isCall(ToolCall call, Action action, JsonNode wanted) {
    if (!call.name().equals(action.name())) {
      return false;
    }
    JsonNode given = object(call.argumentsJson());
    if (given == null) {
      return false;
    }
    TreeSet<String> keys = new TreeSet<>(action.compared().orElse(List.of()));
    if (action.compared().isEmpty()) {
      wanted.fieldNames().forEachRemaining(keys::add);
      given.fieldNames().forEachRemaining(keys::add);
    }
    return keys.stream()
        .allMatch(
            key ->
                given.has(key) == wanted.has(key)
                    && JsonValues.areEqual(given.path(key), wanted.path(key)));
  }

  private static @Nullable JsonNode object(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.isObject() ? node : null;
    } catch (JsonProcessingException _) {
      // A malformed call calls nothing.
      return null;
    }
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replace(",", "");
  }

  private static TestResult test(String name, boolean holds, String otherwise) {
    return holds
        ? new TestResult(name, Status.PASSED, null)
        : new TestResult(name, Status.FAILED, otherwise);
  }
}
