package dev.millrace.orchestrator.config;

import dev.millrace.rollout.policy.engine.Secret;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.ThinkingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is sampled.
///
/// @param faults for `reference`, the share of episodes that get planted faults, 0 to 1. A half
///     leaves every group with gold and counter-examples
/// @param serving for `engine`, where it is
/// @param decoding for `engine`, how turns are sampled
public record PolicyChoice(
    Kind kind, double faults, @Inline Serving serving, @Inline Decoding decoding) {
  static final PolicyChoice DEFAULT =
      new PolicyChoice(Kind.REFERENCE, 0.5, Serving.DEFAULT, Decoding.DEFAULT);

  public PolicyChoice {
    Check.that(faults >= 0 && faults <= 1, "policy.faults", "0 to 1", faults);
    Check.that(
        kind != Kind.ENGINE || !serving.urls().isEmpty(),
        "policy.urls",
        "at least one URL of an engine, as policy.kind is engine (or give --engine URL)",
        serving.urls());
  }

  /// The kinds of policies.
  public enum Kind {
    REFERENCE,
    ENGINE
  }

  /// Where the engine is.
  ///
  /// @param urls of its replicas, e.g. `http://127.0.0.1:8000`; episodes stay with one for its
  ///     cache
  /// @param engine which engine it is
  /// @param model its name there; null takes the only one there is
  /// @param tokenizer a directory with tokenizer.json and the chat template; null asks the engine
  /// @param inactivity without a new token, after which a call has failed
  /// @param apiKeyEnv the environment variable that holds the key; null sends none
  public record Serving(
      List<String> urls,
      EngineKind engine,
      @Nullable String model,
      @Nullable Path tokenizer,
      Duration inactivity,
      @Nullable String apiKeyEnv) {
    static final Serving DEFAULT =
        new Serving(List.of(), EngineKind.AUTO, null, null, Duration.ofSeconds(60), null);

    // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
    public Serving(
        List<String> urls,
        EngineKind engine,
        @Nullable String model,
        @Nullable Path tokenizer,
        Duration inactivity,
        @Nullable String apiKeyEnv) {
      urls.forEach(Serving::checkUrl);
      Check.positive(inactivity, "policy.inactivity");
      KeyVariable.check(apiKeyEnv, "policy.apiKeyEnv");
      this.urls = List.copyOf(urls);
      this.engine = engine;
      this.model = model;
      this.tokenizer = tokenizer;
      this.inactivity = inactivity;
      this.apiKeyEnv = apiKeyEnv;
    }

    /// The replicas.
    public List<URI> replicas() {
      return urls.stream().map(URI::create).toList();
    }

    /// The key out of an environment, where one is asked for.
    ///
    /// @throws ConfigException when the variable is not set
    public Optional<Secret> apiKey(Map<String, String> environment) {
      return KeyVariable.read(apiKeyEnv, "policy.apiKeyEnv", environment);
    }

    private static void checkUrl(String url) {
      Check.that(isHttp(url), "policy.urls", "URLs like http://127.0.0.1:8000", url);
    }

    static boolean isHttp(String url) {
      try {
        URI uri = URI.create(url);
        return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null;
      } catch (IllegalArgumentException _) {
        return false;
      }
    }
  }

  /// How turns are sampled.
  ///
  /// @param temperature 0 (greedy) to 2. At 1 with nothing cut off, what is sampled is what the
  ///     weights say, which is what training on log-probabilities assumes
  /// @param topP above 0 and at most 1; 1 cuts nothing off
  /// @param topK 0 to 1,000,000; 0 cuts nothing off
  /// @param maxTurnTokens sampled tokens of one turn, 1 to 1,000,000: a turn that runs on forever
  ///     must not eat the episode
  public record Decoding(
      double temperature,
      double topP,
      int topK,
      int maxTurnTokens,
      @Inline Thoughts thoughts,
      ToolCalls toolCalls) {
    static final Decoding DEFAULT =
        new Decoding(1.0, 1.0, 0, 16_384, Thoughts.DEFAULT, ToolCalls.FREE);

    public Decoding {
      Check.that(temperature >= 0 && temperature <= 2, "policy.temperature", "0 to 2", temperature);
      Check.that(topP > 0 && topP <= 1, "policy.topP", "above 0 and at most 1", topP);
      Check.between(topK, 0, 1_000_000, "policy.topK");
      Check.between(maxTurnTokens, 1, 1_000_000, "policy.maxTurnTokens");
    }
  }

  /// Whether turns think, where the chat template has a switch, and what becomes of it.
  ///
  /// @param thinking what becomes of thinking in later prompts
  /// @param think whether turns think; with `turn-level`, those whose request does not say so
  public record Thoughts(ThinkingMode thinking, Think think) {
    static final Thoughts DEFAULT = new Thoughts(ThinkingMode.INTERLEAVED, Think.ON);

    public TemplateOptions options() {
      return TemplateOptions.of(thinking).withThinking(think == Think.ON);
    }
  }

  /// Whether turns think.
  public enum Think {
    ON,
    OFF
  }

  /// The same with an engine at these URLs.
  PolicyChoice servedAt(List<String> urls, @Nullable Path tokenizer) {
    Serving at =
        new Serving(
            urls,
            serving.engine(),
            serving.model(),
            tokenizer == null ? serving.tokenizer() : tokenizer,
            serving.inactivity(),
            serving.apiKeyEnv());
    return new PolicyChoice(Kind.ENGINE, faults, at, decoding);
  }
}
