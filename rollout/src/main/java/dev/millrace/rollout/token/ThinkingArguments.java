package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.ThinkingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which template variables say how to think. Templates agree on no name; each is set only where
/// the template's source mentions it. Immutable.
///
/// @param mentioned those of the names that the source mentions
record ThinkingArguments(Set<String> mentioned) {
  private static final Set<String> SWITCHES = Set.of("enable_thinking", "thinking");
  private static final Map<String, Boolean> PRESERVED =
      Map.of(
          "clear_thinking", false, "preserve_thinking", true, "truncate_history_thinking", false);

  ThinkingArguments {
    mentioned = Set.copyOf(mentioned);
  }

  static ThinkingArguments in(String source) {
    return new ThinkingArguments(
        Stream.concat(SWITCHES.stream(), PRESERVED.keySet().stream())
            .filter(name -> mentions(source, name))
            .collect(Collectors.toSet()));
  }

  /// `message.thinking` and `enable_thinking` are no variable called `thinking`.
  private static boolean mentions(String source, String name) {
    return Pattern.compile("(?<![\\w.'\"])" + name + "(?![\\w'\"])").matcher(source).find();
  }

  Map<String, Object> of(TemplateOptions options) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (!options.thinking() || options.mode() == ThinkingMode.TURN_LEVEL) {
      SWITCHES.forEach(name -> arguments.put(name, options.thinking()));
    }
    if (options.mode() == ThinkingMode.PRESERVED) {
      arguments.putAll(PRESERVED);
    }
    arguments.keySet().retainAll(mentioned);
    arguments.putAll(options.arguments());
    return arguments;
  }
}
