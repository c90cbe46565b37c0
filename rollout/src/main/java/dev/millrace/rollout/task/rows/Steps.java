package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.task.KnownKeys;
import dev.millrace.rollout.task.SolutionStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the steps of a reference solution. Every problem is an [IllegalArgumentException].
final class Steps {
  private static final KnownKeys KEYS = new KnownKeys(List.of("say", "tool", "arguments"));

  private Steps() {}

  static List<SolutionStep> read(JsonNode listed, Set<String> tools) {
    List<SolutionStep> steps = new ArrayList<>();
    for (JsonNode step : listed) {
      steps.add(step("steps[" + steps.size() + "]", step, tools));
    }
    if (steps.isEmpty() || !steps.getLast().tool().equals("submit")) {
      throw new IllegalArgumentException("steps: expected a list that ends with submit");
    }
    return steps;
  }

  private static SolutionStep step(String place, JsonNode step, Set<String> tools) {
    for (Map.Entry<String, JsonNode> entry : step.properties()) {
      if (!KEYS.keys().contains(entry.getKey())) {
        throw new IllegalArgumentException(
            place + "." + entry.getKey() + ": unknown key; " + KEYS.hint(entry.getKey()));
      }
    }
    String tool = step.path("tool").asText();
    if (!tools.contains(tool)) {
      throw new IllegalArgumentException(
          place + ".tool: expected one of " + tools + ", found " + step.path("tool"));
    }
    if (!step.path("arguments").isObject()) {
      throw new IllegalArgumentException(
          place + ".arguments: expected an object, found " + step.path("arguments"));
    }
    return new SolutionStep(step.path("say").asText(), tool, step.path("arguments").toString());
  }
}
