package dev.millrace.rollout.policy.protocol;

import dev.millrace.rollout.policy.SampleOptions;

/// How ids are drawn. No penalties: they would make an id's probability depend on more than the
/// weights and the prefix.
///
/// @param temperature 0 (greedy) or more
/// @param topP above 0 and at most 1; 1 is off
/// @param topK 0 is off
/// @param minP 0 to below 1; 0 is off
public record Sampling(double temperature, double topP, int topK, double minP) {
  /// The model's own distribution: what is sampled from is what the weights say.
  public static final Sampling PLAIN = new Sampling(1, 1, 0, 0);

  public Sampling {
    if (!(temperature >= 0) || !(topP > 0 && topP <= 1) || topK < 0 || !(minP >= 0 && minP < 1)) {
      throw new IllegalArgumentException(
          "temperature 0 or more, topP above 0 up to 1, topK 0 or more and minP 0 to below 1 were"
              + " expected, but got "
              + temperature
              + ", "
              + topP
              + ", "
              + topK
              + ", "
              + minP);
    }
  }

  /// With what a request asks for itself.
  public Sampling with(SampleOptions options) {
    Double temperatureAsked = options.temperature();
    Double topPAsked = options.topP();
    return new Sampling(
        temperatureAsked == null ? temperature : temperatureAsked,
        topPAsked == null ? topP : topPAsked,
        topK,
        minP);
  }

  /// Whether ids are cut off that the model gives some probability.
  public boolean isTruncated() {
    return temperature == 0 || topP < 1 || topK > 0 || minP > 0;
  }

  public boolean isPlain() {
    return temperature == 1 && !isTruncated();
  }
}
