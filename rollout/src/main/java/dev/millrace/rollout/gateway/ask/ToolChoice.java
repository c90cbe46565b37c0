package dev.millrace.rollout.gateway.ask;

import org.jspecify.annotations.Nullable;

/// Which tool calls an agent accepts in the next turn. The sampled ids stay as they are; what the
/// agent does not accept it is not given.
///
/// @param isRequired whether there has to be one
/// @param tool the only one that may be called, or null for any that is offered
/// @param most how many calls it accepts
public record ToolChoice(boolean isRequired, @Nullable String tool, int most) {
  public static final ToolChoice AUTO = new ToolChoice(false, null, Integer.MAX_VALUE);
  public static final ToolChoice NONE = new ToolChoice(false, null, 0);
  public static final ToolChoice REQUIRED = new ToolChoice(true, null, Integer.MAX_VALUE);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public ToolChoice(boolean isRequired, @Nullable String tool, int most) {
    if (isRequired && most < 1) {
      throw new IllegalArgumentException("a call is required and at most " + most + " accepted");
    }
    this.isRequired = isRequired;
    this.tool = tool;
    this.most = most;
  }

  public static ToolChoice named(String tool) {
    return new ToolChoice(true, tool, Integer.MAX_VALUE);
  }

  /// One call at most.
  public ToolChoice single() {
    return new ToolChoice(isRequired, tool, Math.min(1, most));
  }

  /// @param before calls of the turn that were accepted
  public boolean accepts(String name, int before) {
    return before < most && (tool == null || tool.equals(name));
  }
}
