package dev.millrace.rollout.task.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.calls.CallSpec;
import dev.millrace.rollout.task.calls.CallSpec.Demand;
import dev.millrace.rollout.task.calls.CallSpec.Expected;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One question of the Berkeley Function-Calling Leaderboard with its possible answer. Every
/// problem is an [IllegalArgumentException].
///
/// @param question `id`, `question` with one turn, `function`
/// @param answer `ground_truth`; empty where the file says what is asked for of all
record LeaderboardRow(JsonNode question, Optional<JsonNode> answer, Demand otherwise) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> NOTING = List.of("sh", "-c", "cat >/dev/null; echo noted");
  private static final String HOW =
      "Call the functions that this takes, each with all its arguments, then submit. Calls cannot"
          + " be taken back. If no function fits, submit and say so.";

  Task task() {
    List<FunctionDocs> docs = new ArrayList<>();
    question.path("function").forEach(function -> docs.add(new FunctionDocs(function)));
    if (docs.isEmpty()) {
      throw new IllegalArgumentException("function: expected at least one");
    }
    Demand demand = answer.map(this::demand).orElse(otherwise);
    CallSpec spec = new CallSpec(docs.stream().map(FunctionDocs::function).toList(), demand);
    return new Task(
        new TaskRef(
            new TaskId("bfcl/" + id()),
            "bfcl",
            new ContentDigest()
                .text("bfcl 1")
                .text(question.toString())
                .text(answer.map(JsonNode::toString).orElse(demand.toString()))
                .hex()),
        Prompts.text(question.path("question").path(0), "question") + "\n\n" + HOW,
        Rows.environment(),
        new Toolbox(Set.of("submit"), docs.stream().map(FunctionDocs::tool).toList(), NOTING),
        new Verification.FunctionCalls(spec),
        Limits.DEFAULT,
        new Task.Solution(null, steps(demand)));
  }

  private String id() {
    String id = question.path("id").asText();
    if (id.isEmpty() || question.path("question").size() != 1) {
      throw new IllegalArgumentException(
          "expected an id and a question of one turn, found "
              + question.path("question").size()
              + " turns; questions of several turns need their own services");
    }
    return id;
  }

  private Demand demand(JsonNode truth) {
    List<Expected> calls = new ArrayList<>();
    for (JsonNode call : truth.path("ground_truth")) {
      if (!call.isObject() || call.size() != 1) {
        throw new IllegalArgumentException(
            "ground_truth: expected one function with its arguments, found " + call);
      }
      String name = call.fieldNames().next();
      Map<String, List<String>> allowed = new LinkedHashMap<>();
      call.get(name)
          .properties()
          .forEach(argument -> allowed.put(argument.getKey(), texts(argument.getValue())));
      calls.add(new Expected(name, allowed));
    }
    if (calls.isEmpty()) {
      throw new IllegalArgumentException("ground_truth: expected at least one call");
    }
    return new Demand.These(calls);
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.toString()));
    return texts;
  }

  private List<SolutionStep> steps(Demand demand) {
    List<SolutionStep> steps = new ArrayList<>();
    if (demand instanceof Demand.These) {
      for (JsonNode call : answer.orElseThrow().path("ground_truth")) {
        String name = call.fieldNames().next();
        steps.add(new SolutionStep("", name.replace('.', '_'), first(call.get(name)).toString()));
      }
    }
    String said = steps.isEmpty() ? "No function fits." : "Done.";
    steps.add(Rows.submit(said));
    return steps;
  }

  /// The first value allowed of each argument that may not be left out.
  private static ObjectNode first(JsonNode arguments) {
    ObjectNode chosen = JSON.createObjectNode();
    needed(arguments).forEach((name, value) -> chosen.set(name, plain(value)));
    return chosen;
  }

  private static Map<String, JsonNode> needed(JsonNode arguments) {
    Map<String, JsonNode> needed = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      boolean optional = false;
      for (JsonNode value : argument.getValue()) {
        optional |= value.isTextual() && value.asText().isEmpty();
      }
      if (!optional && argument.getValue().has(0)) {
        needed.put(argument.getKey(), argument.getValue().get(0));
      }
    }
    return needed;
  }

  /// A value; a dict, also one in a list, holds the values allowed of each entry.
  private static JsonNode plain(JsonNode value) {
    if (value.isObject()) {
      ObjectNode chosen = JSON.createObjectNode();
      needed(value).forEach(chosen::set);
      return chosen;
    }
    if (!value.isArray()) {
      return value;
    }
    ArrayNode items = JSON.createArrayNode();
    value.forEach(item -> items.add(item.isObject() ? plain(item) : item));
    return items;
  }
}
