package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.CountingFormat;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three hundred turns of an agent that sends its whole conversation each time.
class LongConversationTest {
  private static final int TURNS = 300;
  private static final Limits LIMITS =
      new Limits(
          TURNS, 1_000_000, Duration.ofMinutes(30), Duration.ofSeconds(30), 1L << 30, 1 << 20);

  @TempDir Path directory;

  private final CountingFormat format = new CountingFormat(Served.FORMAT);

  private GatewaySession open(Served served, Served.Engine engine) {
    GatewayEpisode plain = Served.episode("long", engine, LIMITS);
    return served.gateway.open(
        new GatewayEpisode(
            plain.id(),
            plain.policy(),
            format,
            plain.limits(),
            plain.model(),
            new Vigilance.Off(),
            plain.listener()));
  }

  private static Served.Engine looks() {
    AtomicInteger next = new AtomicInteger();
    return request -> {
      String command = "{\"command\": \"ls " + next.getAndIncrement() + "\"}";
      return Served.said(
          Served.FORMAT.renderTurn(Served.call("Look once more.", "", "bash", command)), request);
    };
  }

  @Test
  @Timeout(600)
  void threeHundredTurnsAreOneBranchAndEachCostsWhatTheOneBeforeDid() {
    Served.Engine engine = looks();
    try (Served served = Served.of(directory, engine);
        GatewaySession session = open(served, engine)) {
      Client client = Client.of(session);
      StringBuilder talk = new StringBuilder("{\"role\":\"user\",\"content\":\"Look.\"}");
      long[] work = new long[TURNS + 1];
      for (int i = 1; i <= TURNS; i++) {
        turn(client, talk);
        work[i] = format.work();
      }
      long second = work[200] - work[100];
      long third = work[300] - work[200];
      assertTrue(third < 1.1 * second, second + " became " + third);
      assertWhole(session.record());
    }
  }

  private static void turn(Client client, StringBuilder talk) {
    Client.Reply reply =
        client.post(
            "/v1/chat/completions",
            "{\"messages\":["
                + talk
                + "],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"bash\"}}]}");
    assertEquals(200, reply.status(), reply.body());
    talk.append(',').append(reply.json().at("/choices/0/message"));
    talk.append(",{\"role\":\"tool\",\"tool_call_id\":\"")
        .append(reply.json().at("/choices/0/message/tool_calls/0/id").asText())
        .append("\",\"content\":\"")
        .append("a file and ".repeat(20))
        .append("\"}");
  }

  private static void assertWhole(SessionRecord record) {
    assertEquals(Map.of(), record.drifts());
    assertEquals(1, record.branches().size());
    Branch branch = record.branches().getFirst();
    List<ModelCall> calls = record.modelCalls();
    assertEquals(TURNS, calls.size());
    int[] ids = branch.tokens().ids();
    for (ModelCall call : List.of(calls.getFirst(), calls.get(TURNS / 2), calls.getLast())) {
      assertEquals(Tokens.prefixDigest(ids, call.promptTokens()), call.promptDigest());
    }
    assertEquals(ids.length, calls.getLast().promptTokens() + calls.getLast().sampledTokens());
  }
}
