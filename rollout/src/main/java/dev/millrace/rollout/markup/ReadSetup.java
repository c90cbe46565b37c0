package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Set;

/// What reading a sampled turn depends on.
///
/// @param tools that were offered
/// @param promptTail the end of the prompt's text: it may have opened the turn's reasoning
/// @param callIds names the calls, in order
/// @param stopTexts what may end a turn; the last one is no part of what was said
public record ReadSetup(
    List<ToolSpec> tools, String promptTail, CallIds callIds, Set<String> stopTexts) {
  public ReadSetup {
    tools = List.copyOf(tools);
    stopTexts = Set.copyOf(stopTexts);
  }
}
