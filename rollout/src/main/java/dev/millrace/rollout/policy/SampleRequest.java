package dev.millrace.rollout.policy;

import java.time.Duration;

/// What to sample.
///
/// @param promptIds the exact prefix
/// @param maxTokens at most that many new ids
/// @param timeout without a new token, after which the call fails
/// @param options what differs from the policy's own settings
public record SampleRequest(
    int[] promptIds, int maxTokens, Duration timeout, SampleOptions options) {
  public SampleRequest {
    promptIds = promptIds.clone();
    if (promptIds.length == 0 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "a request has a prompt and room for tokens, but had "
              + promptIds.length
              + " ids and maxTokens "
              + maxTokens);
    }
  }

  public SampleRequest(int[] promptIds, int maxTokens, Duration timeout) {
    this(promptIds, maxTokens, timeout, SampleOptions.NONE);
  }

  @Override
  public int[] promptIds() {
    return promptIds.clone();
  }
}
