package dev.millrace.rollout.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.rollout.task.Limits;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Requests that are the same, byte for byte.
class RetriesTest {
  @TempDir Path directory;

  private static int ask(Served served, Dialects dialect, String user, List<String> count) {
    String body = dialect.body(",\"metadata\":{\"user\":\"" + user + "\"}");
    HttpRequest.Builder request =
        served.client.request(dialect.path).POST(BodyPublishers.ofString(body));
    count.forEach(value -> request.header("x-stainless-retry-count", value));
    return served.client.send(request.build()).status();
  }

  private static int turns(Served served) {
    return served.session.record().modelCalls().size();
  }

  @ParameterizedTest
  @EnumSource
  void clientThatCountsItsRetriesIsBelieved(Dialects dialect) {
    try (Served served = Served.of(directory, Served.says(Served.text("Hello.")))) {
      assertEquals(200, ask(served, dialect, "a", List.of("0")));
      assertEquals(200, ask(served, dialect, "a", List.of("1")));
      assertEquals(1, turns(served));
      assertEquals(Map.of("retry_replayed", 1), served.session.record().counts());
      assertEquals(200, ask(served, dialect, "a", List.of("0")));
      assertEquals(2, turns(served));
      assertEquals(200, ask(served, dialect, "a", List.of()));
      assertEquals(200, ask(served, dialect, "a", List.of("many")));
      assertEquals(2, turns(served));
    }
  }

  /// A client gives up after minutes, when the turn may long have been made.
  @ParameterizedTest
  @EnumSource
  void countedRetryIsReplayedHoweverLate(Dialects dialect) {
    GatewaySettings past =
        GatewaySettings.at(directory.resolve("s")).withReplay(Duration.ofSeconds(-1));
    try (Served served = Served.of(past, Served.says(Served.text("Hello.")), Limits.DEFAULT)) {
      assertEquals(200, ask(served, dialect, "a", List.of("0")));
      assertEquals(200, ask(served, dialect, "a", List.of("2")));
      assertEquals(1, turns(served));
      assertEquals(200, ask(served, dialect, "a", List.of()));
      assertEquals(2, turns(served));
      for (int i = 0; i < 4; i++) {
        assertEquals(200, ask(served, dialect, "b" + i, List.of("0")));
      }
      assertEquals(200, ask(served, dialect, "a", List.of("3")));
      assertEquals(7, turns(served));
    }
  }
}
