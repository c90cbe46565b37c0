package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.rollout.gateway.Client.Reply;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What agents ask beside their work.
class SideCallsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"bash\"}}]";

  @TempDir Path directory;

  /// One of each kind.
  enum Side {
    TITLE("millrace", 4096, "Generate a short title for this: List files."),
    PROBE("millrace", 1, "quota"),
    SMALL_MODEL("haiku", 4096, "Is it a new topic?"),
    SHORT("millrace", 300, "Say in one sentence what was done.");

    private final String body;

    Side(String model, int maxTokens, String text) {
      this.body =
          ("{\"model\":\"%s\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":"
                  + "\"%s\"}]}")
              .formatted(model, maxTokens, text);
    }

    /// As the record counts it.
    String kind() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Reply work(Served served, String more) {
    return served.client.post(CHAT, ChatTest.ask(TOOLS + more));
  }

  @ParameterizedTest
  @EnumSource
  void sideCallIsAnsweredAndKeptOutOfTheWork(Side side) {
    try (Served served = Served.of(directory, Served.says(Served.text("So.")))) {
      assertEquals(200, work(served, "").status());
      assertEquals(200, served.client.post(CHAT, side.body).status());
      SessionRecord record = served.session.record();
      assertEquals(Map.of(side.kind(), 1), record.sideCalls());
      assertEquals(2, record.modelCalls().size());
      assertEquals(
          List.of(BranchCause.FIRST, BranchCause.SIDE_CALL),
          record.branches().stream().map(branch -> branch.origin().cause()).toList());
      assertEquals("List files.", record.messages().get(1).content());
    }
  }

  /// The same with tools is work, whoever is asked.
  @ParameterizedTest
  @EnumSource
  void whatOffersToolsIsWork(Side side) {
    try (Served served = Served.of(directory, Served.says(Served.text("So.")))) {
      assertEquals(200, work(served, "").status());
      String body = side.body.replaceFirst("}$", TOOLS + "}");
      assertEquals(200, served.client.post(CHAT, body).status());
      assertEquals(Map.of(), served.session.record().sideCalls());
    }
  }

  /// Fails at the calls with these numbers.
  private static Served.Engine failingAt(Integer... calls) {
    AtomicInteger next = new AtomicInteger();
    return request -> {
      if (Set.of(calls).contains(next.getAndIncrement())) {
        throw new FailureException(new Failure.Engine("gone"));
      }
      return Served.said("So.<|im_end|>", request);
    };
  }

  @ParameterizedTest
  @EnumSource
  void failedSideCallIsCountedAndFailsNoEpisode(Side side) {
    try (Served served = Served.of(directory, failingAt(1))) {
      assertEquals(200, work(served, "").status());
      assertEquals(502, served.client.post(CHAT, side.body).status());
      assertNull(served.session.record().failure());
      assertEquals(Map.of("side_call_failed", 1), served.session.record().counts());
    }
  }

  @Test
  void failureOfTheWorkIsMadeGoodByTheWorkAlone() {
    try (Served served = Served.of(directory, failingAt(1))) {
      assertEquals(200, work(served, "").status());
      assertEquals(502, work(served, ",\"user\":\"2\"").status());
      assertEquals(200, served.client.post(CHAT, Side.TITLE.body).status());
      assertInstanceOf(Failure.Engine.class, served.session.record().failure());
      assertEquals(200, work(served, ",\"user\":\"2\"").status());
      assertNull(served.session.record().failure());
    }
  }
}
