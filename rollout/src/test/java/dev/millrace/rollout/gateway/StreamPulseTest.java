package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.rollout.gateway.dialect.AnswerWriter;
import dev.millrace.rollout.gateway.dialect.Dialect;
import dev.millrace.rollout.gateway.dialect.DialectRequest.Heading;
import dev.millrace.rollout.markup.TurnEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class StreamPulseTest {
  private static final String COMMENT = ": keep-alive\n\n";

  private final AtomicLong clock = new AtomicLong(1L << 60);
  private final StreamPulse pulse = new StreamPulse(GatewaySettings.at(Path.of("s")), clock::get);

  private static AnswerWriter writer(Wires wire) {
    Dialect dialect =
        switch (wire) {
          case CHAT -> Dialect.CHAT;
          case COMPLETIONS -> Dialect.COMPLETIONS;
          case RESPONSES -> Dialect.RESPONSES;
          case MESSAGES, COUNT -> Dialect.MESSAGES;
        };
    byte[] body = Wires.body(",\"stream\":true").getBytes(StandardCharsets.UTF_8);
    return dialect.read(body).writer().apply(new Heading("a", 7, "millrace", 9));
  }

  /// Waits as long as it may.
  private String silence(AnswerWriter writer) {
    clock.addAndGet(pulse.left().toNanos());
    return pulse.after("", writer);
  }

  @Test
  void silenceIsBrokenByCommentsAndAfterAWhileByData() {
    AnswerWriter chat = writer(Wires.CHAT);
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      said.add(silence(chat));
    }
    List<String> round = new ArrayList<>(Collections.nCopies(7, COMMENT));
    round.add(chat.pulse());
    assertEquals(round, said.subList(0, 8));
    assertEquals(round, said.subList(8, 16));
    assertEquals(Duration.ofSeconds(30).toNanos(), clock.get() - (1L << 60));
  }

  @Test
  void whatIsSaidPutsOffBoth() {
    AnswerWriter chat = writer(Wires.CHAT);
    clock.addAndGet(Duration.ofMillis(14_500).toNanos());
    assertEquals("x", pulse.after("x", chat));
    assertEquals(Duration.ofSeconds(2), pulse.left());
    clock.addAndGet(Duration.ofMillis(1_999).toNanos());
    assertEquals("", pulse.after("", chat));
    for (int i = 0; i < 7; i++) {
      assertEquals(COMMENT, silence(chat));
    }
    assertEquals(chat.pulse(), silence(chat));
  }

  /// A stream of what its dialect does not show is as silent as no stream.
  @Test
  void eventsThatAreNotShownAreSilence() {
    AnswerWriter completions = writer(Wires.COMPLETIONS);
    String thought = completions.hear(new TurnEvent.Reasoning("Hm."));
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
    assertEquals(COMMENT, pulse.after(thought, completions));
    clock.addAndGet(Duration.ofSeconds(13).toNanos());
    assertTrue(pulse.after(thought, completions).startsWith("data: "));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "COUNT")
  void pulseIsAnEventThatChangesNothing(Wires wire) {
    AnswerWriter writer = writer(wire);
    Client.Reply begun = new Client.Reply(200, writer.begin());
    clock.addAndGet(Duration.ofSeconds(15).toNanos());
    Client.Reply reply = new Client.Reply(200, pulse.after("", writer));
    assertEquals(1, reply.events().size(), reply.body());
    JsonNode event = reply.events().getFirst();
    switch (wire) {
      case CHAT -> {
        assertEquals("chat.completion.chunk", event.path("object").asText());
        assertEquals(Client.parse("{}"), event.at("/choices/0/delta"));
        assertTrue(event.at("/choices/0/finish_reason").isNull(), reply.body());
      }
      case COMPLETIONS -> {
        assertEquals("text_completion", event.path("object").asText());
        assertEquals("", event.at("/choices/0/text").asText("none"));
        assertTrue(event.at("/choices/0/finish_reason").isNull(), reply.body());
      }
      case RESPONSES -> {
        assertEquals("response.in_progress", event.path("type").asText());
        assertEquals("in_progress", event.at("/response/status").asText());
        int number = begun.events().getLast().path("sequence_number").asInt();
        assertEquals(number + 1, event.path("sequence_number").asInt());
        String next = writer.hear(new TurnEvent.Content("So."));
        assertTrue(next.contains("\"sequence_number\":" + (number + 2)), next);
      }
      case MESSAGES -> assertEquals("event: ping\ndata: {\"type\":\"ping\"}\n\n", reply.body());
      case COUNT -> throw new AssertionError("counting has no stream");
    }
  }
}
