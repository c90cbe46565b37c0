package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionsTest {
  private static final String PATH = "/v1/completions";

  @TempDir Path directory;

  private static String ask(String prompt, String more) {
    return "{\"model\":\"millrace\",\"prompt\":" + prompt + more + "}";
  }

  private Served hello() {
    return Served.of(directory, Served.says(Served.text("Hello Wörld 🙂.")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Say hello.\"", "[\"Say hello.\"]"})
  void promptIsATextOrAListOfOne(String prompt) {
    Served.Recorder engine = new Served.Recorder(Served.says(Served.text("Hello Wörld 🙂.")));
    try (Served served = Served.of(directory, engine)) {
      Reply reply = served.client.post(PATH, ask(prompt, ""));
      JsonNode choice = reply.json().at("/choices/0");
      assertEquals("Hello Wörld 🙂.", choice.path("text").asText(), reply.body());
      assertEquals("stop", choice.path("finish_reason").asText());
      assertEquals("text_completion", reply.json().path("object").asText());
      assertTrue(choice.path("logprobs").isNull(), reply.body());
      assertTrue(reply.json().at("/usage/prompt_tokens").asInt() > 3);
      assertTrue(engine.prompts().getFirst().contains("Say hello."));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,2,3]||token ids",
        "[[1,2],[3]]||token ids",
        "[\"a\",\"b\"]||holds 2 texts",
        "[]||holds 0 texts",
        "{}||not an array",
        "\"a\"|,\"n\":2|\"n\" is 2",
        "\"a\"|,\"best_of\":3|\"best_of\" is 3",
        "\"a\"|,\"suffix\":\"b\"|suffix",
        "\"a\"|,\"logprobs\":-1|below 0",
        "\"a\"|,\"logprobs\":true|not a whole number",
        "\"a\"|,\"logprobs\":1,\"echo\":true|echo"
      })
  void whatCannotBeCompletedIsRefused(String prompt, String more, String why) {
    try (Served served = hello()) {
      Reply reply = served.client.post(PATH, ask(prompt, more == null ? "" : more));
      assertEquals(400, reply.status(), reply.body());
      assertTrue(reply.json().at("/error/message").asText().contains(why), reply.body());
      assertEquals("invalid_request", reply.json().at("/error/code").asText());
    }
  }

  @Test
  void streamSaysTheSameInPiecesAndEndsWithItsUsage() {
    try (Served served = hello()) {
      Reply reply =
          served.client.post(
              PATH, ask("\"Hi\"", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
      assertEquals("Hello Wörld 🙂.", reply.joined("/choices/0/text"));
      assertTrue(reply.body().endsWith("data: [DONE]\n\n"), reply.body());
      List<JsonNode> events = reply.events();
      assertEquals("stop", events.get(events.size() - 2).at("/choices/0/finish_reason").asText());
      assertTrue(events.getLast().at("/usage/completion_tokens").asInt() > 3);
    }
  }

  @Test
  void echoPutsThePromptBeforeTheText() {
    try (Served served = hello()) {
      Reply whole = served.client.post(PATH, ask("\"Say hello. \"", ",\"echo\":true"));
      assertEquals(
          "Say hello. Hello Wörld 🙂.", whole.json().at("/choices/0/text").asText(), whole.body());
      Reply stream =
          served.client.post(PATH, ask("\"Say hello. \"", ",\"echo\":true,\"stream\":true"));
      assertEquals("Say hello. Hello Wörld 🙂.", stream.joined("/choices/0/text"));
    }
  }

  @Test
  void logprobsAreColumns() {
    try (Served served = hello()) {
      JsonNode whole = served.client.post(PATH, ask("\"Hi\"", ",\"logprobs\":0")).json();
      JsonNode columns = whole.at("/choices/0/logprobs");
      int tokens = columns.path("tokens").size();
      assertEquals(whole.at("/usage/completion_tokens").asInt(), tokens);
      assertEquals(tokens, columns.path("token_logprobs").size());
      assertEquals(tokens, columns.path("text_offset").size());
      assertEquals(-0.5, columns.at("/token_logprobs/0").asDouble());
      Reply stream = served.client.post(PATH, ask("\"Hi\"", ",\"logprobs\":0,\"stream\":true"));
      assertEquals(columns, stream.events().getLast().at("/choices/0/logprobs"));
    }
  }

  @Test
  void stopSequenceAndLimitEndTheText() {
    try (Served served = hello()) {
      JsonNode stopped = served.client.post(PATH, ask("\"Hi\"", ",\"stop\":[\"rld\"]")).json();
      assertEquals("Hello Wö", stopped.at("/choices/0/text").asText());
      assertEquals("stop", stopped.at("/choices/0/finish_reason").asText());
      JsonNode cut = served.client.post(PATH, ask("\"Hi\"", ",\"max_tokens\":1")).json();
      assertEquals("length", cut.at("/choices/0/finish_reason").asText());
    }
  }

  @Test
  void callsAreNoText() {
    try (Served served =
        Served.of(directory, Served.says(Served.call("I think.", "Look.", "bash", "{}")))) {
      Reply reply = served.client.post(PATH, ask("\"Hi\"", ""));
      assertEquals("Look.", reply.json().at("/choices/0/text").asText().strip(), reply.body());
    }
  }
}
