package dev.millrace.rollout.gateway;

import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.ThinkingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The model as an agent sees it.
///
/// @param name what `/v1/models` lists; requests name it, or no model at all
/// @param aliases further names of the same model that are the work's
/// @param sideAliases names of the small model that agents use for titles and summaries: what asks
///     for one of these without offering tools is a side call
/// @param thinking whether turns think, and what becomes of earlier thinking. Under `TURN_LEVEL` a
///     request may wish otherwise for its turn
/// @param toolCalls whether the engine is held to well-formed calls
public record ServedModel(
    String name,
    List<String> aliases,
    List<String> sideAliases,
    TemplateOptions thinking,
    ToolCalls toolCalls) {
  public ServedModel {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a served model needs a name, but it is blank");
    }
    aliases = List.copyOf(aliases);
    sideAliases = List.copyOf(sideAliases);
  }

  public static ServedModel named(String name) {
    return new ServedModel(name, List.of(), List.of(), TemplateOptions.DEFAULT, ToolCalls.FREE);
  }

  /// How a turn is rendered: where thinking is switched by turn, as its request wishes.
  ///
  /// @param wished whether to think, or null where the request does not say so
  TemplateOptions thinking(@Nullable Boolean wished) {
    return wished != null && thinking.mode() == ThinkingMode.TURN_LEVEL
        ? thinking.withThinking(wished)
        : thinking;
  }

  boolean knows(String asked) {
    return asked.equals(name) || aliases.contains(asked) || isSide(asked);
  }

  boolean isSide(String asked) {
    return sideAliases.contains(asked);
  }
}
