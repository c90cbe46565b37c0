package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.trajectory.Message.Assistant;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesTest {
  private static final String BASH =
      "{\"name\":\"bash\",\"description\":\"runs\",\"input_schema\":{\"type\":\"object\","
          + "\"properties\":{\"command\":{\"type\":\"string\"}}}}";

  @TempDir Path directory;

  private static String ask(String messages, String more) {
    return "{\"model\":\"millrace\",\"max_tokens\":500,\"system\":[{\"type\":\"text\",\"text\":"
        + "\"Be brief.\",\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":["
        + "{\"role\":\"user\",\"content\":\"List files.\"}"
        + messages
        + "],\"tools\":["
        + BASH
        + "]"
        + more
        + "}";
  }

  private static Served.Engine lookThenDone() {
    return Served.says(
        Served.call("I look.", "Looking.", "bash", "{\"command\": \"ls\"}"), Served.text("Done."));
  }

  @Test
  void streamIsTheExactSequenceOfBlocks() {
    try (Served served = Served.of(directory, lookThenDone())) {
      Reply reply = served.client.post("/v1/messages", ask("", ",\"stream\":true"));
      List<String> names = reply.names().stream().distinct().toList();
      assertEquals(
          List.of(
              "message_start",
              "ping",
              "content_block_start",
              "content_block_delta",
              "content_block_stop",
              "message_delta",
              "message_stop"),
          names);
      List<JsonNode> starts =
          reply.events().stream()
              .filter(event -> event.path("type").asText().equals("content_block_start"))
              .toList();
      assertEquals(
          List.of("thinking", "text", "tool_use"),
          starts.stream().map(start -> start.at("/content_block/type").asText()).toList());
      assertEquals(
          List.of(0, 1, 2), starts.stream().map(start -> start.path("index").asInt()).toList());
      assertEquals("{\"command\": \"ls\"}", reply.joined("/delta/partial_json"));
      assertEquals("Looking.", reply.joined("/delta/text").strip());
      assertTrue(reply.body().contains("signature_delta"), reply.body());
      assertEquals("tool_use", reply.joined("/delta/stop_reason"));
    }
  }

  @Test
  void echoedBlocksContinueTheBranch() {
    try (Served served = Served.of(directory, lookThenDone())) {
      JsonNode first = served.client.post("/v1/messages", ask("", "")).json();
      String id = first.at("/content/2/id").asText();
      String echo =
          ",{\"role\":\"assistant\",\"content\":"
              + first.path("content")
              + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\""
              + id
              + "\",\"content\":[{\"type\":\"text\",\"text\":\"a.txt\"}]}]}";
      JsonNode second = served.client.post("/v1/messages", ask(echo, "")).json();
      assertEquals("Done.", second.at("/content/0/text").asText());
      assertEquals("end_turn", second.path("stop_reason").asText());
      assertEquals(Map.of(), served.session.record().drifts());
      assertEquals(1, served.session.record().branches().size());
    }
  }

  /// Only their maker can read them.
  @Test
  void redactedThoughtsOfOtherModelsAreLeftOut() {
    Served.Recorder engine = new Served.Recorder(lookThenDone());
    try (Served served = Served.of(directory, engine)) {
      String turns =
          ",{\"role\":\"assistant\",\"content\":[{\"type\":\"redacted_thinking\",\"data\":"
              + "\"b3BhcXVl\"},{\"type\":\"text\",\"text\":\"Looking.\"}]},{\"role\":\"user\","
              + "\"content\":\"Go on.\"}";
      Reply reply = served.client.post("/v1/messages", ask(turns, ""));
      assertEquals(200, reply.status(), reply.body());
      String prompt = engine.prompts().getFirst();
      assertTrue(prompt.contains("Looking.") && !prompt.contains("b3BhcXVl"), prompt);
      assertEquals(
          new Assistant("Looking.", null, List.of()), served.session.record().messages().get(2));
    }
  }

  @Test
  void tokensAreCountedAsTheyAreSent() {
    try (Served served = Served.of(directory, lookThenDone())) {
      int counted =
          served
              .client
              .post("/v1/messages/count_tokens", ask("", ""))
              .json()
              .path("input_tokens")
              .asInt();
      JsonNode answer = served.client.post("/v1/messages", ask("", "")).json();
      assertEquals(answer.at("/usage/input_tokens").asInt(), counted);
      assertEquals(1, served.session.record().modelCalls().size());
    }
  }

  @Test
  void xApiKeyIsAKeyAndErrorsAreAnthropics() {
    try (Served served = Served.of(directory, lookThenDone())) {
      Reply right =
          served.client.send(
              HttpRequest.newBuilder(served.client.base().resolve("/v1/messages"))
                  .header("x-api-key", served.session.key())
                  .header("anthropic-beta", "nobody-knows-2099")
                  .POST(BodyPublishers.ofString(ask("", "")))
                  .build());
      assertEquals(200, right.status());
      Reply wrong = served.client.withKey("sk-wrong").post("/v1/messages", ask("", ""));
      assertEquals(401, wrong.status());
      assertEquals("error", wrong.json().path("type").asText());
      assertEquals("authentication_error", wrong.json().at("/error/type").asText());
    }
  }

  @Test
  void argumentsThatAreNoObjectReachTheAgentsOwnCheck() {
    String said =
        """
        I look.
        <tool_call>
        {"name": "bash", "arguments": ["ls"]}
        </tool_call><|im_end|>\
        """;
    Served.Engine engine = Served.writes(said);
    try (Served served = Served.of(directory, engine)) {
      JsonNode first = served.client.post("/v1/messages", ask("", "")).json();
      assertEquals("tool_use", first.path("stop_reason").asText(), first.toString());
      JsonNode call = first.at("/content/1");
      assertEquals("bash", call.path("name").asText());
      assertEquals("[\"ls\"]", call.at("/input/_raw").asText());
      String echo =
          ",{\"role\":\"assistant\",\"content\":"
              + first.path("content")
              + "},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"is_error\":true,"
              + "\"tool_use_id\":\""
              + call.path("id").asText()
              + "\",\"content\":\"no object\"}]}";
      assertEquals(200, served.client.post("/v1/messages", ask(echo, "")).status());
      assertEquals(1, served.session.record().branches().size());
      assertEquals(2, served.session.record().counts().get("malformed_call"));
    }
  }
}
