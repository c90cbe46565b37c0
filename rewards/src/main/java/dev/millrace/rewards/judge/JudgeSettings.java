package dev.millrace.rewards.judge;

import java.time.Duration;

/// How a judge is asked.
///
/// @param model its name at the endpoint
/// @param temperature 0 to 2
/// @param maxTokens of one answer
/// @param form what holds an answer to its form, besides the prompt
/// @param patience how often and how long
/// @param shownChars of an episode at most, in one prompt
public record JudgeSettings(
    String model, double temperature, int maxTokens, Form form, Patience patience, int shownChars) {
  /// What is asked of the endpoint by `response_format`. What comes is held to the same strict
  /// form under each.
  public enum Form {
    /// Nothing: for endpoints that know no such thing.
    NONE,
    /// Any JSON object.
    JSON,
    /// The very object that is expected.
    SCHEMA
  }

  /// @param repeats answers an episode, which are averaged; at least 1
  /// @param retries how often an answer that failed or is of no use is asked for again
  /// @param timeout of one answer
  /// @param parallel answers that are waited for at once, over all episodes
  public record Patience(int repeats, int retries, Duration timeout, int parallel) {}

  /// What answers depend on besides the material, for people.
  public String name() {
    return "%s, %d times at temperature %s, %d characters, %d tokens"
        .formatted(model, patience.repeats(), temperature, shownChars, maxTokens);
  }
}
