package dev.millrace.rollout.policy.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Slips in how a call is written. None of them can change anything: the call is not carried out,
/// or names what does not exist.
final class CallSlips {
  private static final Pattern ENDS_IN_DIGIT = Pattern.compile("(?s).*\\d");

  private CallSlips() {}

  static Optional<Message.Assistant> malformed(
      SolutionStep step, Task task, RandomGenerator random) {
    String call =
        "{\"name\": \"" + step.tool() + "\", \"arguments\": " + step.argumentsJson() + "}";
    String broken =
        switch (random.nextInt(3)) {
          case 0 -> call.substring(0, call.length() - 2);
          case 1 -> call.replaceFirst("\"arguments\": \\{", "\"arguments\": ");
          default -> call.replaceFirst("\"name\": \"", "\"name\": ");
        };
    return Optional.of(PlannedTurn.call(step.say(), "", "\n" + broken + "\n"));
  }

  static Optional<Message.Assistant> unknownFunction(
      SolutionStep step, Task task, RandomGenerator random) {
    if (function(step, task).isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    names.add(camel(step.tool()));
    names.add(step.tool().replaceFirst("^(get|find|list)_", "fetch_"));
    names.add(step.tool() + "s");
    names.removeIf(
        name -> task.toolbox().functions().stream().anyMatch(tool -> tool.name().equals(name)));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PlannedTurn.call(
                step.say(), names.get(random.nextInt(names.size())), step.argumentsJson()));
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(
          camel.isEmpty() || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  /// Types an id's last digit twice.
  static Optional<Message.Assistant> wrongId(SolutionStep step, Task task, RandomGenerator random) {
    if (function(step, task).isEmpty()) {
      return Optional.empty();
    }
    ObjectNode arguments = StepJson.object(step.argumentsJson());
    List<String> ids = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : arguments.properties()) {
      boolean named = field.getKey().equals("id") || field.getKey().endsWith("_id");
      if (named && ENDS_IN_DIGIT.matcher(field.getValue().asText()).matches()) {
        ids.add(field.getKey());
      }
    }
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    String field = ids.get(random.nextInt(ids.size()));
    String right = arguments.path(field).asText();
    String wrong = right + right.charAt(right.length() - 1);
    if (arguments.path(field).isTextual()) {
      arguments.put(field, wrong);
    } else {
      arguments.put(field, new BigInteger(wrong));
    }
    return Optional.of(PlannedTurn.call(step.say(), step.tool(), StepJson.write(arguments)));
  }

  static Optional<Message.Assistant> missingArgument(
      SolutionStep step, Task task, RandomGenerator random) {
    ObjectNode arguments = StepJson.object(step.argumentsJson());
    List<String> required =
        function(step, task).stream()
            .flatMap(tool -> names(StepJson.object(tool.parametersJson()).path("required")))
            .filter(arguments::has)
            .toList();
    if (required.isEmpty()) {
      return Optional.empty();
    }
    arguments.remove(required.get(random.nextInt(required.size())));
    return Optional.of(PlannedTurn.call(step.say(), step.tool(), StepJson.write(arguments)));
  }

  private static Stream<String> names(JsonNode array) {
    return array.valueStream().map(JsonNode::asText);
  }

  private static Optional<ToolSpec> function(SolutionStep step, Task task) {
    return task.toolbox().functions().stream()
        .filter(tool -> tool.name().equals(step.tool()))
        .findFirst();
  }
}
