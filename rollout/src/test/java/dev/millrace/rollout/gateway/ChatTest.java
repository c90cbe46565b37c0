package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.Message.Assistant;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTest {
  private static final String PATH = "/v1/chat/completions";
  private static final String BASH =
      "{\"type\":\"function\",\"function\":{\"name\":\"bash\",\"description\":\"runs\","
          + "\"parameters\":{\"type\":\"object\",\"properties\":{\"command\":"
          + "{\"type\":\"string\"}}}}}";

  @TempDir Path directory;

  static String ask(String more) {
    return "{\"model\":\"millrace\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"List files.\"}]}]"
        + more
        + "}";
  }

  @Test
  void wholeAnswerHasContentReasoningAndUsage() {
    try (Served served =
        Served.of(directory, Served.says(new Assistant("Hello Wörld 🙂.", "think", List.of())))) {
      Reply reply = served.client.post(PATH, ask(""));
      assertEquals(200, reply.status(), reply.body());
      JsonNode choice = reply.json().at("/choices/0");
      assertEquals("Hello Wörld 🙂.", choice.at("/message/content").asText());
      assertEquals("think", choice.at("/message/reasoning_content").asText().strip());
      assertEquals("stop", choice.path("finish_reason").asText());
      assertTrue(reply.json().at("/usage/prompt_tokens").asInt() > 5);
    }
  }

  @Test
  void streamSaysTheSameInPieces() {
    try (Served served = Served.of(directory, Served.says(Served.text("Hello Wörld 🙂 again.")))) {
      Reply reply =
          served.client.post(
              PATH, ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
      assertEquals("Hello Wörld 🙂 again.", reply.joined("/choices/0/delta/content"));
      assertTrue(reply.body().endsWith("data: [DONE]\n\n"), reply.body());
      List<JsonNode> events = reply.events();
      assertEquals("assistant", events.getFirst().at("/choices/0/delta/role").asText());
      assertTrue(events.getLast().at("/usage/completion_tokens").asInt() > 3);
      assertEquals(0, events.getLast().path("choices").size());
    }
  }

  @Test
  void toolCallsGoOutAndTheirResultsContinueTheBranch() {
    Served.Recorder engine =
        new Served.Recorder(
            Served.says(
                Served.call("I look.", "Looking.", "bash", "{\"command\": \"ls\"}"),
                Served.text("Done.")));
    try (Served served = Served.of(directory, engine)) {
      Reply first = served.client.post(PATH, ask(",\"tools\":[" + BASH + "],\"stream\":true"));
      assertEquals("bash", first.joined("/choices/0/delta/tool_calls/0/function/name"));
      String arguments = first.joined("/choices/0/delta/tool_calls/0/function/arguments");
      assertEquals("{\"command\": \"ls\"}", arguments);
      String id = first.joined("/choices/0/delta/tool_calls/0/id");
      String echo =
          "{\"role\":\"assistant\",\"content\":\"Looking.\",\"reasoning_content\":\"I look.\","
              + "\"tool_calls\":[{\"id\":\""
              + id
              + "\",\"type\":\"function\",\"function\":{\"name\":\"bash\",\"arguments\":"
              + "\"{\\\"command\\\":\\\"ls\\\"}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\""
              + id
              + "\",\"content\":\"a.txt\"}]";
      String body = ask(",\"tools\":[" + BASH + "]").replace("\"}]}],", "\"}]}," + echo + ",");
      Reply second = served.client.post(PATH, body);
      assertEquals("Done.", second.json().at("/choices/0/message/content").asText());
      SessionRecord record = served.session.record();
      assertEquals(Map.of(), record.drifts());
      assertEquals(2, record.modelCalls().size());
      Branch branch = record.branches().getFirst();
      assertEquals(1, record.branches().size());
      assertEquals(BranchCause.FIRST, branch.origin().cause());
      assertEquals(Fidelity.TOKEN_EXACT, branch.origin().fidelity());
      assertEquals(5, record.messages().size());
      assertTrue(engine.prompts().getLast().contains("a.txt"), engine.prompts().getLast());
      assertNull(record.failure());
    }
  }

  @Test
  void logprobsAreGivenWhenAsked() {
    try (Served served = Served.of(directory, Served.says(Served.text("Yes.")))) {
      JsonNode reply = served.client.post(PATH, ask(",\"logprobs\":true")).json();
      assertEquals(-0.5, reply.at("/choices/0/logprobs/content/0/logprob").asDouble());
    }
  }

  @Test
  void turnCutShortSaysLength() {
    try (Served served = Served.of(directory, Served.says(Served.text("One two three four.")))) {
      JsonNode reply = served.client.post(PATH, ask(",\"max_tokens\":2")).json();
      assertEquals("length", reply.at("/choices/0/finish_reason").asText());
    }
  }

  @Test
  void maximumBeyondAnyNumberOfTokensIsNone() {
    try (Served served = Served.of(directory, Served.says(Served.text("Done.")))) {
      Reply reply = served.client.post(PATH, ask(",\"max_tokens\":18446744073709551615"));
      assertEquals("stop", reply.json().at("/choices/0/finish_reason").asText(), reply.body());
    }
  }
}
