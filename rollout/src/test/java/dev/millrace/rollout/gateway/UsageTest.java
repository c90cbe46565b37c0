package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.policy.Sampled;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What agents are told of the tokens that a turn took.
class UsageTest {
  private static final int CACHED = 7;

  @TempDir Path directory;

  private static Sampled cached(Sampled said) {
    return new Sampled(
        said.ids(),
        said.logprobs(),
        said.versions(),
        said.finish(),
        said.labels(),
        said.fidelity(),
        said.facts(),
        CACHED);
  }

  private static JsonNode streamed(Wires wire, List<JsonNode> events) {
    return switch (wire) {
      case CHAT, COMPLETIONS -> events.getLast().path("usage");
      case RESPONSES -> events.getLast().at("/response/usage");
      case MESSAGES, COUNT -> events.get(events.size() - 2).path("usage");
    };
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void promptThatWasCachedIsCountedAsTheDialectCountsIt(Wires wire) {
    try (Served served =
        Served.of(directory, request -> cached(Served.said("Hello.<|im_end|>", request)))) {
      String stream = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
      JsonNode whole = wire.post(served.client, "").json().path("usage");
      assertEquals(whole, streamed(wire, wire.post(served.client, stream).events()));
      int sent = served.session.record().modelCalls().getFirst().promptTokens();
      switch (wire) {
        case CHAT, COMPLETIONS -> {
          assertEquals(CACHED, whole.at("/prompt_tokens_details/cached_tokens").asInt());
          assertEquals(sent, whole.path("prompt_tokens").asInt());
        }
        case RESPONSES -> {
          assertEquals(CACHED, whole.at("/input_tokens_details/cached_tokens").asInt());
          assertEquals(sent, whole.path("input_tokens").asInt());
        }
        case MESSAGES -> {
          assertEquals(CACHED, whole.path("cache_read_input_tokens").asInt());
          assertEquals(sent - CACHED, whole.path("input_tokens").asInt());
        }
        case COUNT -> throw new AssertionError("counting samples nothing");
      }
    }
  }
}
