package dev.millrace.rollout.harness.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.schema.Schema;
import dev.millrace.rollout.task.KnownKeys;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolSpec;
import dev.millrace.rollout.trajectory.ToolStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The tools of one task: what is offered, and what carries out the calls. Any thread may use it.
public final class ToolSet {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<String, Tool> tools = new LinkedHashMap<>();

  private record Tool(ToolRunner runner, Schema schema) {}

  private ToolSet() {}

  /// The built-in tools of a toolbox in a fixed order, then its functions in theirs.
  ///
  /// @throws FailureException with `Failure.Environment` when a function's schema is none
  public static ToolSet of(Toolbox toolbox, Limits limits) {
    ToolSet set = new ToolSet();
    Stream.of(
            new BashTool(limits),
            new ReadFileTool(limits),
            new WriteFileTool(),
            new EditFileTool(),
            new SearchTool(limits),
            new SubmitTool())
        .filter(tool -> toolbox.builtin().contains(tool.spec().name()))
        .forEach(set::add);
    for (ToolSpec function : toolbox.functions()) {
      set.add(new FunctionTool(function, toolbox.command(), limits));
    }
    return set;
  }

  /// What is offered to the policy.
  public List<ToolSpec> specs() {
    return tools.values().stream().map(tool -> tool.runner().spec()).toList();
  }

  /// Carries out a call; whatever is wrong with it is the result.
  ///
  /// @param remaining the time left to the episode; no command outlasts it
  /// @throws FailureException with `Failure.Sandbox` when the sandbox broke
  public ToolResult execute(ToolCall call, Workspace workspace, Duration remaining)
      throws InterruptedException {
    Tool tool = tools.get(call.name());
    if (tool == null) {
      String hint = KnownKeys.of(tools.keySet()).hint(call.name());
      return ToolResult.error(
          ToolStatus.UNKNOWN_TOOL, "there is no tool " + call.name() + "; " + hint);
    }
    JsonNode arguments;
    try {
      arguments = JSON.readTree(call.argumentsJson());
    } catch (JsonProcessingException e) {
      return malformed("the arguments are not JSON: " + e.getOriginalMessage());
    }
    if (!arguments.isObject()) {
      return malformed("the arguments are no JSON object");
    }
    List<String> violations = tool.schema().violations(call.argumentsJson());
    return violations.isEmpty()
        ? tool.runner().run(arguments, workspace, remaining)
        : ToolResult.error(
            ToolStatus.INVALID_ARGUMENTS,
            "the arguments do not fit " + call.name() + ":\n- " + String.join("\n- ", violations));
  }

  /// The result of a call that could not be read.
  public static ToolResult malformed(String why) {
    return ToolResult.error(
        ToolStatus.MALFORMED_CALL, "the call could not be read: " + why + "; write it again");
  }

  private void add(ToolRunner runner) {
    try {
      String schema = runner.spec().parametersJson();
      tools.put(runner.spec().name(), new Tool(runner, Schema.of(schema)));
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          new Failure.Environment(
              "the parameters of function "
                  + runner.spec().name()
                  + " are no JSON Schema (draft 2020-12): "
                  + e.getMessage()),
          e);
    }
  }
}
