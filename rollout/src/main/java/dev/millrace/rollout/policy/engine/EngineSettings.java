package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.Sampling;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which engines to use, and how.
///
/// @param urls the replicas' addresses without `/v1`; all serve the same model
/// @param kind the engine, or AUTO to ask the first replica
/// @param model the served model's name, or null for what the engine says
/// @param apiKey sent as a bearer token, or null
public record EngineSettings(
    List<URI> urls,
    EngineKind kind,
    @Nullable String model,
    Sampling sampling,
    Patience patience,
    ToolCalls toolCalls,
    @Nullable Secret apiKey) {
  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public EngineSettings(
      List<URI> urls,
      EngineKind kind,
      @Nullable String model,
      Sampling sampling,
      Patience patience,
      ToolCalls toolCalls,
      @Nullable Secret apiKey) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("an engine needs at least one url");
    }
    this.urls = urls.stream().map(EngineSettings::base).distinct().toList();
    this.kind = kind;
    this.model = model;
    this.sampling = sampling;
    this.patience = patience;
    this.toolCalls = toolCalls;
    this.apiKey = apiKey;
  }

  /// One server with the defaults.
  public static EngineSettings of(URI url) {
    return new EngineSettings(
        List.of(url),
        EngineKind.AUTO,
        null,
        Sampling.PLAIN,
        Patience.DEFAULT,
        ToolCalls.FREE,
        null);
  }

  public EngineSettings withModel(String named) {
    return new EngineSettings(urls, kind, named, sampling, patience, toolCalls, apiKey);
  }

  public EngineSettings with(Patience waits) {
    return new EngineSettings(urls, kind, model, sampling, waits, toolCalls, apiKey);
  }

  private static URI base(URI url) {
    String scheme = url.getScheme();
    if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(
          "the engine's url is " + url + "; expected something like http://127.0.0.1:8000");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the engine's url must not hold a password; use policy.apiKeyEnv");
    }
    String text = url.toString().replaceAll("/+$", "").replaceAll("/v1$", "");
    return URI.create(text);
  }
}
