package dev.millrace.rollout.policy.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what a server is by the pages that only that engine has: `/props` is llama.cpp,
/// `/get_model_info` is SGLang, `/version` together with the generate route is vLLM, and what only
/// lists `/v1/models` speaks chat.
final class Identify {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final EngineHttp http;
  private final URI url;

  Identify(EngineHttp http, URI url) {
    this.http = http;
    this.url = url;
  }

  /// @throws EngineTrouble when nothing answers, or nothing that is known
  Identity identity() throws EngineTrouble, InterruptedException {
    JsonNode props = page("/props");
    String model = model();
    if (props.has("total_slots") || props.has("default_generation_settings")) {
      return new Identity(
          EngineKind.LLAMACPP,
          text(props.path("build_info")),
          model,
          Math.max(1, props.path("total_slots").asInt(1)),
          text(props.path("chat_template")));
    }
    JsonNode info = page("/get_model_info");
    if (info.has("model_path")) {
      String version = text(page("/get_server_info").path("version"));
      String name = model == null ? text(info.path("model_path")) : model;
      return new Identity(EngineKind.SGLANG, version, name, null, null);
    }
    String version = text(page("/version").path("version"));
    if (hasGenerate()) {
      return new Identity(EngineKind.VLLM, version, model, null, null);
    }
    if (model != null) {
      return new Identity(EngineKind.CHAT, version, model, null, null);
    }
    throw new EngineTrouble(
        Kind.REFUSED,
        url
            + " answers, but is neither vLLM, SGLang nor llama.cpp and lists no models; check the"
            + " address (without /v1) and the key");
  }

  private boolean hasGenerate() throws EngineTrouble, InterruptedException {
    int status =
        http.ask(url, new HttpAsk("/inference/v1/generate", Map.of(), "{}"), WAIT).status();
    return status == 400 || status == 422;
  }

  private @Nullable String model() throws EngineTrouble, InterruptedException {
    return text(page("/v1/models").path("data").path(0).path("id"));
  }

  private JsonNode page(String path) throws EngineTrouble, InterruptedException {
    EngineHttp.Page page = http.get(url, path, WAIT);
    if (page.status() == 401 || page.status() == 403) {
      throw new EngineTrouble(
          Kind.REFUSED, url + path + " answered " + page.status() + "; set policy.apiKeyEnv");
    }
    if (page.status() == 503) {
      throw new EngineTrouble(Kind.BUSY, url + path + " answered 503; the model may be loading");
    }
    if (!page.isOk()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(page.body());
    } catch (JsonProcessingException e) {
      // A page of some other program: then the server is not what has that page.
      return MissingNode.getInstance();
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}
