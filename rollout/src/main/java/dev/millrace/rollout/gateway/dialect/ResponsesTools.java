package dev.millrace.rollout.gateway.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.ask.Problem;
import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tools of a Responses request, and the form in which calls of each go back.
///
/// @param offered as the model sees them
/// @param forms by the name that the model sees
/// @param hosted left out
record ResponsesTools(List<ToolSpec> offered, Map<String, Form> forms, List<String> hosted) {
  /// Between a namespace and a function's name, for the model.
  private static final String JOINT = "__";

  static final String LOCAL_SHELL = "local_shell";

  private static final String SHELL_SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"array\",\"items\":"
          + "{\"type\":\"string\"}},\"working_directory\":{\"type\":\"string\"},"
          + "\"timeout_ms\":{\"type\":\"integer\"}},\"required\":[\"command\"]}";

  /// How calls of a tool look on the wire.
  sealed interface Form {
    record Function(String name) implements Form {}

    record Namespaced(String namespace, String name) implements Form {}

    record Custom(String name) implements Form {}

    record LocalShell() implements Form {}
  }

  static ResponsesTools read(JsonNode request) {
    ResponsesTools tools =
        new ResponsesTools(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
    for (JsonNode tool : Json.list(request, "tools")) {
      tools.add(tool);
    }
    return tools;
  }

  private void add(JsonNode tool) {
    String type = Json.required(tool, "type", "a tool");
    switch (type) {
      case "function" -> {
        ToolSpec spec = OpenAi.function(tool, "a function tool");
        offer(spec, new Form.Function(spec.name()));
      }
      case "custom" -> {
        ToolSpec spec = ToolForms.custom(tool);
        offer(spec, new Form.Custom(spec.name()));
      }
      case LOCAL_SHELL ->
          offer(new ToolSpec(LOCAL_SHELL, "Runs a command.", SHELL_SCHEMA), new Form.LocalShell());
      case "namespace" -> {
        String namespace = Json.required(tool, "name", "a namespace of tools");
        Json.list(tool, "tools").forEach(inner -> addInner(namespace, inner));
      }
      default -> hosted.add(HostedTools.declared(type));
    }
  }

  private void addInner(String namespace, JsonNode tool) {
    ToolSpec inner = OpenAi.function(tool, "a function of namespace " + namespace);
    String name = flat(namespace, inner.name());
    offer(
        new ToolSpec(name, inner.description(), inner.parametersJson()),
        new Form.Namespaced(namespace, inner.name()));
  }

  private void offer(ToolSpec spec, Form form) {
    if (forms.put(spec.name(), form) != null) {
      throw Problem.invalid("the tool " + spec.name() + " is declared twice");
    }
    offered.add(spec);
  }

  static String flat(String namespace, String name) {
    return namespace.isEmpty() ? name : namespace + JOINT + name;
  }

  /// The form of a tool's calls; that of a plain function where the model made up the name.
  Form form(String name) {
    Form known = forms.get(name);
    return known == null ? new Form.Function(name) : known;
  }
}
