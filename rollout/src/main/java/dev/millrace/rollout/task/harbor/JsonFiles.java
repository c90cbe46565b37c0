package dev.millrace.rollout.task.harbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.rollout.task.KnownKeys;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The JSON files of a task: `tools.json`, `state.json` and `steps.jsonl`.
final class JsonFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final List<String> problems;

  JsonFiles(List<String> problems) {
    this.problems = problems;
  }

  Toolbox toolbox(Path path) throws IOException {
    TaskFile file = place(path);
    JsonNode node = parse(file, 0, Files.readString(path));
    if (node.isMissingNode()) {
      return Toolbox.BUILTIN;
    }
    JsonObject root = JsonObject.of(file, "", node, "builtin", "command", "functions");
    Set<String> builtin =
        root.has("builtin") ? new HashSet<>(root.texts("builtin")) : Toolbox.BUILTIN.builtin();
    KnownKeys known = KnownKeys.of(Toolbox.BUILTIN.builtin());
    for (String name : builtin) {
      if (!known.keys().contains(name)) {
        file.problem("builtin: no built-in tool is named " + name + "; " + known.hint(name));
      }
    }
    List<ToolSpec> functions = root.has("functions") ? functions(root) : List.of();
    List<String> command = functions.isEmpty() ? List.of() : root.texts("command");
    if (!functions.isEmpty() && command.isEmpty()) {
      file.problem("command: expected the program that carries out the functions, found none");
    }
    return new Toolbox(builtin, functions, command);
  }

  StateCheck stateCheck(Path path) throws IOException {
    TaskFile file = place(path);
    JsonNode node = parse(file, 0, Files.readString(path));
    if (node.isMissingNode()) {
      return new StateCheck("/", List.of());
    }
    JsonObject root = JsonObject.of(file, "", node, StateGoalFile.KEYS.toArray(String[]::new));
    String state = root.text("file");
    if (!state.startsWith("/")) {
      file.problem("file: expected an absolute path in the sandbox, found " + state);
    }
    List<StateCheck.Assertion> assertions = new ArrayList<>();
    for (JsonNode item : root.has("assertions") ? root.items("assertions") : List.<JsonNode>of()) {
      assertions.add(assertion(file, "assertions[" + assertions.size() + "]", item));
    }
    return new StateCheck(state, assertions, StateGoalFile.goal(root, !assertions.isEmpty()));
  }

  List<SolutionStep> steps(Path path, Toolbox toolbox) throws IOException {
    Set<String> tools = new HashSet<>(toolbox.builtin());
    toolbox.functions().forEach(function -> tools.add(function.name()));
    List<SolutionStep> steps = new ArrayList<>();
    List<String> lines = Files.readAllLines(path);
    for (int line = 1; line <= lines.size(); line++) {
      if (!lines.get(line - 1).isBlank()) {
        step(place(path).at(line), line, lines.get(line - 1), tools).ifPresent(steps::add);
      }
    }
    if (steps.isEmpty() || !steps.getLast().tool().equals("submit")) {
      place(path).problem("expected the last step to call submit");
    }
    return steps;
  }

  private List<ToolSpec> functions(JsonObject root) {
    List<ToolSpec> functions = new ArrayList<>();
    Set<String> names = new HashSet<>(Toolbox.BUILTIN.builtin());
    for (JsonNode item : root.items("functions")) {
      String place = "functions[" + functions.size() + "]";
      JsonObject function =
          JsonObject.of(root.file(), place, item, "name", "description", "parameters");
      String name = function.text("name");
      if (!names.add(name)) {
        root.file().problem(place + ".name: a tool named " + name + " exists already");
      }
      functions.add(
          new ToolSpec(
              name, function.text("description"), function.object("parameters").toString()));
    }
    return functions;
  }

  private static StateCheck.Assertion assertion(TaskFile file, String place, JsonNode item) {
    JsonObject assertion = JsonObject.of(file, place, item, "name", "pointer", "equals");
    String pointer = assertion.text("pointer");
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      file.problem(place + ".pointer: expected a JSON Pointer such as /orders/7, found " + pointer);
    }
    if (!assertion.has("equals")) {
      file.problem(place + ".equals: is missing; write null for an absent value");
    }
    return new StateCheck.Assertion(
        assertion.text("name"), pointer, assertion.get("equals").toString());
  }

  private Optional<SolutionStep> step(TaskFile at, int line, String text, Set<String> tools) {
    JsonNode node = parse(at, line, text);
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    JsonObject step = JsonObject.of(at, "", node, "say", "tool", "arguments");
    String tool = step.text("tool");
    if (!tools.contains(tool)) {
      at.problem("tool: the task has no tool " + tool + "; " + KnownKeys.of(tools).hint(tool));
    }
    String say = step.has("say") ? step.text("say") : "";
    return Optional.of(new SolutionStep(say, tool, step.object("arguments").toString()));
  }

  /// The document, or a missing node when it is no JSON; that is noted then.
  ///
  /// @param line where it stands when it is one line of a file, else 0
  private static JsonNode parse(TaskFile file, int line, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      TaskFile at =
          line > 0 || e.getLocation() == null ? file : file.at(e.getLocation().getLineNr());
      at.problem("not JSON at column " + column + ": " + e.getOriginalMessage());
      return MissingNode.getInstance();
    }
  }

  private TaskFile place(Path path) {
    return new TaskFile(path.toString(), problems);
  }
}
