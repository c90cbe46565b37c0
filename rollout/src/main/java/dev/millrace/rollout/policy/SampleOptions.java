package dev.millrace.rollout.policy;

import dev.millrace.rollout.markup.ToolConstraint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How to sample one turn, where it differs from the policy's own settings. Policies that do not
/// sample by probability may ignore all but the listener.
///
/// @param temperature 0 (greedy) or more, or null for the policy's own
/// @param topP above 0 and at most 1, or null for the policy's own
/// @param stopIds ids that end the turn, besides those that the engine knows; they are part of what
///     is sampled
/// @param stop texts that end the turn; empty in token-exact work, as ids say all
/// @param constraint what tool calls have to look like, or null for free ones
/// @param dialogue the prefix as messages, for engines that read nothing but chat; or null
/// @param listener hears ids as they come
public record SampleOptions(
    @Nullable Double temperature,
    @Nullable Double topP,
    int[] stopIds,
    List<String> stop,
    @Nullable ToolConstraint constraint,
    @Nullable Dialogue dialogue,
    TokenListener listener) {
  public static final SampleOptions NONE =
      new SampleOptions(null, null, new int[0], List.of(), null, null, TokenListener.NONE);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public SampleOptions(
      @Nullable Double temperature,
      @Nullable Double topP,
      int[] stopIds,
      List<String> stop,
      @Nullable ToolConstraint constraint,
      @Nullable Dialogue dialogue,
      TokenListener listener) {
    if (temperature != null && !(temperature >= 0)) {
      throw new IllegalArgumentException("temperature is " + temperature + ", not 0 or more");
    }
    if (topP != null && !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP is " + topP + ", not above 0 and at most 1");
    }
    this.temperature = temperature;
    this.topP = topP;
    this.stopIds = stopIds.clone();
    this.stop = List.copyOf(stop);
    this.constraint = constraint;
    this.dialogue = dialogue;
    this.listener = listener;
  }

  @Override
  public int[] stopIds() {
    return stopIds.clone();
  }

  public SampleOptions withStopIds(int[] ids) {
    return new SampleOptions(temperature, topP, ids, stop, constraint, dialogue, listener);
  }

  public SampleOptions withConstraint(@Nullable ToolConstraint tools) {
    return new SampleOptions(temperature, topP, stopIds, stop, tools, dialogue, listener);
  }

  public SampleOptions withDialogue(@Nullable Dialogue prefix) {
    return new SampleOptions(temperature, topP, stopIds, stop, constraint, prefix, listener);
  }

  public SampleOptions heardBy(TokenListener hears) {
    return new SampleOptions(temperature, topP, stopIds, stop, constraint, dialogue, hears);
  }
}
