package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.ThinkingMode;
import java.util.Map;

/// How a conversation is to be rendered.
///
/// @param thinking whether the next turn may think, where the template can say so
/// @param mode what becomes of earlier thinking, where the template can say so
/// @param arguments further template variables; they win over those that follow from the above
public record TemplateOptions(boolean thinking, ThinkingMode mode, Map<String, Object> arguments) {
  /// Thinks, and leaves the past to the template.
  public static final TemplateOptions DEFAULT =
      new TemplateOptions(true, ThinkingMode.INTERLEAVED, Map.of());

  public TemplateOptions {
    arguments = Map.copyOf(arguments);
  }

  public static TemplateOptions of(ThinkingMode mode) {
    return new TemplateOptions(true, mode, Map.of());
  }

  /// The same for a turn that may think, or may not.
  public TemplateOptions withThinking(boolean thinks) {
    return new TemplateOptions(thinks, mode, arguments);
  }
}
