package dev.millrace.rollout.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A compiled chat template: the part of Jinja that they use, under the settings that they are
/// written for (`trim_blocks`, `lstrip_blocks`). Immutable; any thread may render it.
///
/// Values are `String`, `Boolean`, `Number`, null, and lists and maps of these. What is undefined
/// may
/// be asked about, and counts as false; any other use of it is an error.
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /// @throws TemplateException when the source cannot be read
  public static Template compile(String source) {
    return new Template(Parser.parse(source));
  }

  /// @throws TemplateException when the template refuses the variables, uses what is not there, or
  ///     goes over its bounds of output and loops
  public String render(Map<String, ? extends @Nullable Object> variables) {
    return Interpreter.render(nodes, Scope.of(variables));
  }
}
