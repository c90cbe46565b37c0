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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what a server is by the pages that only that engine has: `/props` is llama.cpp,
/// `/get_model_info` is SGLang, `/version` together with the generate route is vLLM, and what only
/// lists `/v1/models` speaks chat. One thread.
final class Identify {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GENERATE = "/inference/v1/generate";

  private final EngineHttp http;
  private final URI url;
  private final Duration wait;
  private final List<String> answered = new ArrayList<>();

  /// @param wait for each page
  Identify(EngineHttp http, URI url, Duration wait) {
    this.http = http;
    this.url = url;
    this.wait = wait;
  }

  /// @param wanted which model is to be asked, or null for the only one
  /// @throws EngineTrouble when nothing answers, or nothing that is known
  Identity identity(@Nullable String wanted) throws EngineTrouble, InterruptedException {
    JsonNode props = page("/props");
    Identity.Model listed = new ModelList(url, page("/v1/models")).choose(wanted);
    if (props.has("total_slots") || props.has("default_generation_settings")) {
      return new Identity(
          EngineKind.LLAMACPP,
          text(props.path("build_info")),
          of(listed, null, count(props.path("default_generation_settings").path("n_ctx"))),
          Math.max(1, props.path("total_slots").asInt(1)));
    }
    JsonNode info = page("/get_model_info");
    if (info.has("model_path")) {
      String version = text(page("/get_server_info").path("version"));
      Identity.Model model = of(listed, text(info.path("model_path")), null);
      return new Identity(EngineKind.SGLANG, version, model, null);
    }
    String version = text(page("/version").path("version"));
    if (hasGenerate()) {
      return new Identity(EngineKind.VLLM, version, of(listed, null, null), null);
    }
    if (listed != null) {
      return new Identity(EngineKind.CHAT, version, listed, null);
    }
    throw new EngineTrouble(
        Kind.REFUSED,
        url
            + " answers ("
            + String.join(", ", answered)
            + "), but is neither vLLM, SGLang nor llama.cpp and lists no models; check the address"
            + " (without /v1) and the key");
  }

  /// What is listed, and what other pages say where the list does not.
  private static Identity.Model of(
      Identity.@Nullable Model listed, @Nullable String name, @Nullable Integer context) {
    if (listed == null) {
      return new Identity.Model(name, context, null);
    }
    return new Identity.Model(
        listed.name(), context == null ? listed.context() : context, listed.vocabulary());
  }

  private boolean hasGenerate() throws EngineTrouble, InterruptedException {
    int status = http.ask(url, new HttpAsk(GENERATE, Map.of(), "{}"), wait).status();
    answered.add(GENERATE + " " + status);
    return status == 400 || status == 422;
  }

  private JsonNode page(String path) throws EngineTrouble, InterruptedException {
    EngineHttp.Page page = http.get(url, path, wait);
    answered.add(path + " " + page.status());
    if (page.status() == 401 || page.status() == 403) {
      throw new EngineTrouble(
          Kind.REFUSED,
          url
              + path
              + " answered "
              + page.status()
              + ": it wants a key, or another one; name the variable that holds it"
              + " (policy.apiKeyEnv, or --api-key-env of engines check)");
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

  static @Nullable Integer count(JsonNode node) {
    return node.isInt() && node.intValue() > 0 ? node.intValue() : null;
  }
}
