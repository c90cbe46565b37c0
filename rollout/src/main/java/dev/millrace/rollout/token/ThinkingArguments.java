package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.ThinkingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which template variables say how to think. Templates agree on no name; each is set only where
/// the template's source mentions it.
final class ThinkingArguments {
  private ThinkingArguments() {}

  static Map<String, Object> of(String source, TemplateOptions options) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (!options.thinking()) {
      put(arguments, source, "enable_thinking", false);
      put(arguments, source, "thinking", false);
    } else if (options.mode() == ThinkingMode.TURN_LEVEL) {
      put(arguments, source, "enable_thinking", true);
    }
    if (options.mode() == ThinkingMode.PRESERVED) {
      put(arguments, source, "clear_thinking", false);
      put(arguments, source, "preserve_thinking", true);
      put(arguments, source, "truncate_history_thinking", false);
    }
    arguments.putAll(options.arguments());
    return arguments;
  }

  private static void put(Map<String, Object> to, String source, String name, boolean value) {
    // `message.thinking` and `enable_thinking` are no variable called `thinking`.
    if (source.matches("(?s).*(?<![\\w.'\"])" + name + "(?![\\w'\"]).*")) {
      to.put(name, value);
    }
  }
}
