package dev.millrace.rewards.integrity.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rewards.integrity.trace.Action.Act;
import dev.millrace.rewards.integrity.trace.Action.Looked;
import dev.millrace.rewards.integrity.trace.Action.Other;
import dev.millrace.rewards.integrity.trace.Action.Ran;
import dev.millrace.rewards.integrity.trace.Action.Wrote;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Reads the calls of a trajectory, of our own tools and of agents that come with theirs: a call
/// with a command ran it, one with a path and a text wrote it.
public final class Actions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COMMANDS = List.of("command", "cmd", "script");
  private static final List<String> PATHS =
      List.of("path", "file_path", "filePath", "filename", "file");
  private static final List<String> TEXTS =
      List.of("content", "new_text", "new_str", "new_string", "newString", "file_text", "new");
  private static final List<String> REPLACED =
      List.of("old_text", "old_str", "old_string", "oldString", "old");

  private Actions() {}

  /// What was carried out, in order.
  public static List<Action> of(Trajectory trajectory, String workdir) {
    Map<String, String> outputs = new HashMap<>();
    Map<String, ToolCall> calls = new HashMap<>();
    for (Message message : trajectory.messages()) {
      switch (message) {
        case Message.ToolResult result -> outputs.put(result.callId(), result.content());
        case Message.Assistant turn -> turn.toolCalls().forEach(call -> calls.put(call.id(), call));
        case Message.SystemPrompt _, Message.User _ -> {}
      }
    }
    List<Action> actions = new ArrayList<>();
    for (ToolExecution execution : trajectory.events().toolExecutions()) {
      ToolCall call = calls.get(execution.callId());
      if (call != null) {
        actions.add(
            new Action(
                execution.turn(),
                call.id(),
                call.name(),
                execution.status(),
                execution.exitCode(),
                outputs.getOrDefault(call.id(), ""),
                act(call, workdir)));
      }
    }
    return List.copyOf(actions);
  }

  private static Act act(ToolCall call, String workdir) {
    JsonNode arguments;
    try {
      arguments = JSON.readTree(call.argumentsJson());
    } catch (JsonProcessingException e) {
      // A malformed call did nothing; what it holds is still looked at as text.
      return new Other(call.argumentsJson());
    }
    String script = first(arguments, COMMANDS);
    if (!script.isEmpty() && !call.name().equals("submit")) {
      return new Ran(script, Script.commands(script, workdir));
    }
    String path = first(arguments, PATHS);
    String text = first(arguments, TEXTS);
    String replaced = first(arguments, REPLACED);
    if (path.isEmpty()) {
      return new Other(call.argumentsJson());
    }
    String absolute = Paths.resolve(workdir, path);
    boolean writes = TEXTS.stream().anyMatch(arguments::has) || !replaced.isEmpty();
    if (writes) {
      return new Wrote(absolute, text, replaced);
    }
    return call.name().contains("read") || call.name().contains("view")
        ? new Looked(absolute)
        : new Other(call.argumentsJson());
  }

  private static String first(JsonNode arguments, List<String> keys) {
    for (String key : keys) {
      JsonNode value = arguments.path(key);
      if (value.isTextual()) {
        return value.textValue();
      }
      if (value.isArray() && !value.isEmpty()) {
        return words(value);
      }
    }
    return "";
  }

  /// `["bash", "-lc", "make"]` is the script `make`; any other list of words is one command.
  private static String words(JsonNode list) {
    List<String> words =
        StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    if (words.size() == 3 && words.get(1).startsWith("-") && words.get(1).endsWith("c")) {
      return words.get(2);
    }
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
