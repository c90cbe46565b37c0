package dev.millrace.rollout.gateway;

import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.trajectory.ThinkingMode;
import java.util.List;

/// The model as an agent sees it.
///
/// @param name what `/v1/models` lists; requests name it, or no model at all
/// @param aliases further names of the same model that are the work's
/// @param sideAliases names of the small model that agents use for titles and summaries: what asks
///     for one of these without offering tools is a side call
/// @param thinking what becomes of earlier thinking
/// @param toolCalls whether the engine is held to well-formed calls
public record ServedModel(
    String name,
    List<String> aliases,
    List<String> sideAliases,
    ThinkingMode thinking,
    ToolCalls toolCalls) {
  public ServedModel {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a served model needs a name, but it is blank");
    }
    aliases = List.copyOf(aliases);
    sideAliases = List.copyOf(sideAliases);
  }

  public static ServedModel named(String name) {
    return new ServedModel(name, List.of(), List.of(), ThinkingMode.INTERLEAVED, ToolCalls.FREE);
  }

  boolean knows(String asked) {
    return asked.equals(name) || aliases.contains(asked) || isSide(asked);
  }

  boolean isSide(String asked) {
    return sideAliases.contains(asked);
  }
}
