package dev.millrace.rollout.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What to sample.
///
/// @param promptIds the exact prefix
/// @param maxTokens at most that many new ids
/// @param timeout without a new token, after which the call fails
/// @param within which the turn ends, however steadily tokens come, or null for no such end
/// @param options what differs from the policy's own settings
public record SampleRequest(
    int[] promptIds,
    int maxTokens,
    Duration timeout,
    @Nullable Duration within,
    SampleOptions options) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public SampleRequest(
      int[] promptIds,
      int maxTokens,
      Duration timeout,
      @Nullable Duration within,
      SampleOptions options) {
    if (promptIds.length == 0 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "a request has a prompt and room for tokens, but had "
              + promptIds.length
              + " ids and maxTokens "
              + maxTokens);
    }
    this.promptIds = promptIds.clone();
    this.maxTokens = maxTokens;
    this.timeout = timeout;
    this.within = within;
    this.options = options;
  }

  public SampleRequest(int[] promptIds, int maxTokens, Duration timeout, SampleOptions options) {
    this(promptIds, maxTokens, timeout, null, options);
  }

  public SampleRequest(int[] promptIds, int maxTokens, Duration timeout) {
    this(promptIds, maxTokens, timeout, SampleOptions.NONE);
  }

  /// The same with room for no more than so many new ids.
  public SampleRequest atMost(int tokens) {
    return new SampleRequest(promptIds, Math.min(maxTokens, tokens), timeout, within, options);
  }

  @Override
  public int[] promptIds() {
    return promptIds.clone();
  }
}
