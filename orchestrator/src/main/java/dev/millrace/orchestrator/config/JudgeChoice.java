package dev.millrace.orchestrator.config;

import dev.millrace.rewards.judge.JudgeSettings;
import dev.millrace.rollout.policy.engine.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The judge of tasks with a rubric.
///
/// @param cache a directory that keeps answers, relative to the output directory
public record JudgeChoice(
    @Inline Serving serving, @Inline Asking asking, @Inline Patience patience, String cache) {
  static final JudgeChoice DEFAULT =
      new JudgeChoice(Serving.DEFAULT, Asking.DEFAULT, Patience.DEFAULT, "cache/judge");

  /// Where it is.
  ///
  /// @param url of an endpoint that speaks OpenAI chat; null asks no judge
  /// @param model its name there
  /// @param apiKeyEnv the environment variable that holds the key; null sends none
  public record Serving(@Nullable String url, @Nullable String model, @Nullable String apiKeyEnv) {
    static final Serving DEFAULT = new Serving(null, null, null);

    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Serving(@Nullable String url, @Nullable String model, @Nullable String apiKeyEnv) {
      Check.that(
          url == null || PolicyChoice.Serving.isHttp(url),
          "judge.url",
          "a URL like http://127.0.0.1:8000",
          String.valueOf(url));
      Check.that(
          url == null || (model != null && !model.isBlank()),
          "judge.model",
          "the model's name, as judge.url is set",
          String.valueOf(model));
      KeyVariable.check(apiKeyEnv, "judge.apiKeyEnv");
      this.url = url;
      this.model = model;
      this.apiKeyEnv = apiKeyEnv;
    }
  }

  /// What it is asked.
  ///
  /// @param temperature 0 to 2
  /// @param maxTokens of one answer, 16 to 1,000,000: room for one that thinks before it answers
  /// @param chars of an episode in one prompt, 2,000 to 10,000,000
  /// @param form what the endpoint is asked to hold answers to
  public record Asking(double temperature, int maxTokens, int chars, JudgeSettings.Form form) {
    static final Asking DEFAULT = new Asking(1.0, 4096, 60_000, JudgeSettings.Form.JSON);

    public Asking {
      Check.that(temperature >= 0 && temperature <= 2, "judge.temperature", "0 to 2", temperature);
      Check.between(maxTokens, 16, 1_000_000, "judge.maxTokens");
      Check.between(chars, 2000, 10_000_000, "judge.chars");
    }
  }

  /// How often and how long.
  ///
  /// @param repeats answers an episode, 1 to 100, which are averaged
  /// @param retries of an answer that failed or is of no use, 0 to 100
  /// @param timeout of one answer
  /// @param parallel answers that one scorer waits for at once, 1 to 10,000
  public record Patience(int repeats, int retries, Duration timeout, int parallel) {
    static final Patience DEFAULT = new Patience(3, 3, Duration.ofMinutes(5), 8);

    public Patience {
      Check.between(repeats, 1, 100, "judge.repeats");
      Check.between(retries, 0, 100, "judge.retries");
      Check.positive(timeout, "judge.timeout");
      Check.between(parallel, 1, 10_000, "judge.parallel");
    }
  }

  /// Whether a judge is asked.
  public boolean isThere() {
    return serving.url() != null;
  }

  /// The endpoint's address; empty where no judge is asked.
  public Optional<URI> url() {
    return Optional.ofNullable(serving.url()).map(URI::create);
  }

  /// How it is asked.
  public JudgeSettings settings() {
    return new JudgeSettings(
        String.valueOf(serving.model()),
        asking.temperature(),
        asking.maxTokens(),
        asking.form(),
        new JudgeSettings.Patience(
            patience.repeats(), patience.retries(), patience.timeout(), patience.parallel()),
        asking.chars());
  }

  /// The key out of an environment, where one is asked for.
  ///
  /// @throws ConfigException when the variable is not set
  public Optional<Secret> apiKey(Map<String, String> environment) {
    return KeyVariable.read(serving.apiKeyEnv(), "judge.apiKeyEnv", environment);
  }
}
