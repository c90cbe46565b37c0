package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.Client.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine of these tests passes over stop sequences, as one does that is a token late.
class StopSequencesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String WRITTEN = "Thought: ls\nObservation: made up<|im_end|>";

  @TempDir Path directory;

  private Served served() {
    return Served.of(directory, Served.writes(WRITTEN));
  }

  private static String recorded(Served served) {
    var tokens = served.session.record().branches().getFirst().tokens();
    return Served.FORMAT.tokenizer().decode(tokens.ids());
  }

  @Test
  void chatEndsBeforeTheStopSequenceAndTheRecordDoesNot() {
    Served.Recorder engine = new Served.Recorder(Served.writes(WRITTEN));
    try (Served served = Served.of(directory, engine)) {
      Reply whole = served.client.post(CHAT, ChatTest.ask(",\"stop\":\"\\nObservation:\""));
      JsonNode choice = whole.json().at("/choices/0");
      assertEquals("Thought: ls", choice.at("/message/content").asText());
      assertEquals("stop", choice.path("finish_reason").asText());
      assertTrue(recorded(served).endsWith(WRITTEN), recorded(served));
      assertEquals(1, served.session.record().counts().get("stop_sequence"));
      List<String> sent = engine.requests.element().options().stop();
      assertEquals(List.of("\nObservation:"), sent);
      Reply stream =
          served.client.post(CHAT, ChatTest.ask(",\"stop\":[\"\\nObs\"],\"stream\":true"));
      assertEquals("Thought: ls", stream.joined("/choices/0/delta/content"));
      assertEquals("stop", stream.events().getLast().at("/choices/0/finish_reason").asText());
    }
  }

  @Test
  void cutTurnThatComesBackContinuesItsBranch() {
    try (Served served = served()) {
      String stop = ",\"stop\":[\"\\nObservation:\"]";
      JsonNode message =
          served.client.post(CHAT, ChatTest.ask(stop)).json().at("/choices/0/message");
      String next =
          ChatTest.ask(stop)
              .replace(
                  "\"}]}]",
                  "\"}]}," + message + ",{\"role\":\"user\",\"content\":\"Observation: a.txt\"}]");
      Reply reply = served.client.post(CHAT, next);
      assertEquals(200, reply.status(), reply.body());
      assertEquals(Map.of(), served.session.record().drifts());
      assertEquals(1, served.session.record().branches().size());
    }
  }

  @Test
  void cutTurnsThatReadAlikeComeBackEachAsItWas() {
    AtomicInteger turn = new AtomicInteger();
    Served.Engine engine =
        request ->
            Served.said("Look.\nObservation: " + turn.getAndIncrement() + "<|im_end|>", request);
    try (Served served = Served.of(directory, engine)) {
      String ask = ChatTest.ask(",\"stop\":[\"\\nObservation:\"]");
      StringBuilder more = new StringBuilder();
      for (int i = 0; i < 3; i++) {
        String body = ask.replace("\"}]}]", "\"}]}" + more + "]");
        more.append(',').append(served.client.post(CHAT, body).json().at("/choices/0/message"));
        more.append(",{\"role\":\"user\",\"content\":\"Observation: %d files\"}".formatted(i));
      }
      assertEquals(Map.of(), served.session.record().drifts());
      assertEquals(1, served.session.record().branches().size());
      assertEquals(3, served.session.record().modelCalls().size());
    }
  }

  @Test
  void messagesNameTheStopSequence() {
    try (Served served = served()) {
      String body = ChatTest.ask(",\"max_tokens\":99,\"stop_sequences\":[\"zzz\",\"Observation\"]");
      JsonNode whole = served.client.post("/v1/messages", body).json();
      assertEquals("Thought: ls\n", whole.at("/content/0/text").asText(), whole.toString());
      assertEquals("stop_sequence", whole.path("stop_reason").asText());
      assertEquals("Observation", whole.path("stop_sequence").asText());
      Reply stream =
          served.client.post("/v1/messages", body.replace("}]}],", "}]}],\"stream\":true,"));
      assertEquals("Thought: ls\n", stream.joined("/delta/text"), stream.body());
      assertEquals("Observation", stream.joined("/delta/stop_sequence"));
      assertEquals("stop_sequence", stream.joined("/delta/stop_reason"));
    }
  }

  @Test
  void turnWithoutAStopSequenceIsWhole() {
    try (Served served = served()) {
      String body = ChatTest.ask(",\"max_tokens\":99,\"stop_sequences\":[\"made upp\"]");
      JsonNode whole = served.client.post("/v1/messages", body).json();
      assertEquals("Thought: ls\nObservation: made up", whole.at("/content/0/text").asText());
      assertEquals("end_turn", whole.path("stop_reason").asText());
      assertTrue(whole.path("stop_sequence").isNull());
    }
  }

  @Test
  void emptyStopSequenceIsRefused() {
    try (Served served = served()) {
      assertEquals(400, served.client.post(CHAT, ChatTest.ask(",\"stop\":\"\"")).status());
      assertEquals(400, served.client.post(CHAT, ChatTest.ask(",\"stop\":[7]")).status());
    }
  }

  /// Against the plain definition: the stop sequence that is whole first, the longest of these.
  @Test
  void cutDoesNotDependOnThePieces() {
    Random random = new Random(20_261_126);
    for (int round = 0; round < 5_000; round++) {
      String text = letters(random, random.nextInt(20));
      List<String> stops = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        stops.add(letters(random, 1 + random.nextInt(4)));
      }
      StopCut cut = new StopCut(stops);
      StringBuilder given = new StringBuilder();
      for (int at = 0; at < text.length(); ) {
        int to = Math.min(text.length(), at + 1 + random.nextInt(4));
        given.append(cut.accept(text.substring(at, to)));
        at = to;
      }
      given.append(cut.end());
      String expected = text;
      String found = null;
      for (int end = 1; end <= text.length() && found == null; end++) {
        for (String stop : stops) {
          boolean isLonger = found == null || stop.length() > found.length();
          if (isLonger && text.substring(0, end).endsWith(stop)) {
            found = stop;
            expected = text.substring(0, end - stop.length());
          }
        }
      }
      assertEquals(expected, given.toString(), "round " + round + " of " + text + " by " + stops);
      assertEquals(found, cut.found(), "round " + round);
    }
    assertNull(new StopCut(List.of()).found());
  }

  private static String letters(Random random, int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append((char) ('a' + random.nextInt(3)));
    }
    return letters.toString();
  }
}
