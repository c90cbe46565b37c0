package dev.millrace.rollout.policy.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.TokenListener;
import dev.millrace.rollout.policy.protocol.BodyWriter;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.HttpAsk;
import dev.millrace.rollout.policy.protocol.Sampling;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Draws a few ids from a server to learn about it.
final class Draws {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "Once upon a time there was a small";

  /// Where the engine tokenizes nothing for us: low ids, which every vocabulary has.
  private static final int[] ANY = {100, 101, 102, 103, 104, 105};

  private final EngineHttp http;
  private final EngineProtocol protocol;
  private final URI url;
  private final @Nullable String model;
  private final Patience patience;

  Draws(
      EngineHttp http,
      EngineProtocol protocol,
      URI url,
      @Nullable String model,
      Patience patience) {
    this.http = http;
    this.protocol = protocol;
    this.url = url;
    this.model = model;
    this.patience = patience;
  }

  /// A prompt after which many words could follow.
  int[] prompt() throws EngineTrouble, InterruptedException {
    BodyWriter body = new BodyWriter();
    boolean llama = protocol.kind() == EngineKind.LLAMACPP;
    body.put(llama ? "content" : "prompt", TEXT);
    String path = protocol.kind() == EngineKind.SGLANG ? "/v1/tokenize" : "/tokenize";
    EngineHttp.Page page =
        http.ask(url, new HttpAsk(path, Map.of(), body.end()), patience.inactivity());
    int[] ids = page.isOk() ? ids(page.body()) : new int[0];
    return ids.length == 0 ? ANY.clone() : ids;
  }

  private static int[] ids(String json) {
    try {
      JsonNode tokens = JSON.readTree(json).path("tokens");
      int[] ids = new int[tokens.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = tokens.get(i).asInt();
      }
      return ids;
    } catch (JsonProcessingException e) {
      // Then it is no page that tokenizes.
      return new int[0];
    }
  }

  Collected draw(int[] prompt, int tokens, Sampling sampling)
      throws EngineTrouble, InterruptedException {
    return draw(prompt, tokens, sampling, null);
  }

  /// @param constraint what the engine is held to, or null
  Collected draw(int[] prompt, int tokens, Sampling sampling, @Nullable ToolConstraint constraint)
      throws EngineTrouble, InterruptedException {
    EngineCall call =
        new EngineCall(
            "probe-" + UUID.randomUUID(),
            prompt,
            tokens,
            sampling,
            new EngineCall.Ends(new int[0], List.of()),
            new EngineCall.Route("probe", 0, model, protocol.delivery(), EngineCall.Cache.ANY),
            constraint,
            null);
    CallTime time = CallTime.of(System::nanoTime, patience.inactivity(), null);
    return new Attempt(http, protocol, url, time, KnownIds.ANY).run(call, TokenListener.NONE);
  }
}
