package dev.millrace.rollout.policy.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.token.Tokenizer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The model that a llama.cpp server has loaded: all that is needed to write its prompts.
///
/// @param name as the server calls it
/// @param chatTemplate the source, the model's own or the one that the server was started with. A
///     model that has none gets llama.cpp's ChatML, which knows no tools
/// @param specialTokens by their template variables: `bos_token`, `eos_token`
public record LlamaCppModel(
    String name, Tokenizer tokenizer, String chatTemplate, Map<String, String> specialTokens) {
  public LlamaCppModel {
    specialTokens = Map.copyOf(specialTokens);
  }

  /// Asks a server, and reads its vocabulary once (some megabytes).
  ///
  /// @param client stays the caller's; the tokenizer uses it for as long as it lives
  /// @param patience of each request
  /// @param headers sent with each request, as a server with a key wants
  /// @throws dev.millrace.rollout.trajectory.FailureException of the engine when the server does
  ///     not answer in time or is no llama.cpp
  public static LlamaCppModel connect(
      HttpClient client, URI server, Duration patience, Map<String, String> headers) {
    var http = new LlamaCppHttp(client, server, patience, headers);
    JsonNode props = http.get("/props");
    JsonNode context = props.path("default_generation_settings").path("n_ctx");
    if (!context.isInt() || context.intValue() < 1) {
      throw http.failure(
          "/props",
          "gave no default_generation_settings.n_ctx, but " + context + ": is it llama.cpp?");
    }
    return new LlamaCppModel(
        props.path("model_alias").asText("llama.cpp"),
        LlamaCppTokenizer.of(http),
        template(http, props),
        specialTokens(props));
  }

  private static String template(LlamaCppHttp http, JsonNode props) {
    String template = props.path("chat_template").asText("");
    if (template.isBlank()) {
      throw http.failure(
          "/props",
          "has no chat template: start it with one (--jinja --chat-template-file), or give the"
              + " model's own directory (policy.tokenizer)");
    }
    return template;
  }

  private static Map<String, String> specialTokens(JsonNode props) {
    Map<String, String> tokens = new HashMap<>();
    for (String name : List.of("bos_token", "eos_token")) {
      String text = props.path(name).asText("");
      if (!text.isEmpty()) {
        tokens.put(name, text);
      }
    }
    return tokens;
  }
}
