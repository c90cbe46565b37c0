package dev.millrace.rollout.trajectory;

/// What an episode used.
///
/// @param turns model calls
/// @param promptTokens the sum of prompt lengths over all calls
/// @param sampledTokens the sum of sampled ids over all calls
/// @param toolErrors calls that ended in an error of the call itself ([ToolStatus#isError])
public record Usage(
    int turns, long promptTokens, long sampledTokens, int toolCalls, int toolErrors) {
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0);
}
