package dev.millrace.orchestrator.bench;

import dev.millrace.orchestrator.bench.PacedEngine.InFlight;
import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.token.ChatFormats;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Streams that are all open all the time, each with an id every 20 ms: a client's next request
/// follows its last one at once. What is timed is from an id's leaving the engine to its event's
/// reaching the client, and from a request to its first event, for which the engine takes no time.
final class PacedStreams {
  static final int STREAMS = 64;

  private static final Duration PACE = Duration.ofMillis(20);
  private static final String TEXT =
      " The tests pass now, and the fix is in place.".repeat(5).strip();

  private final Gateway gateway;
  private final Turn turn = Turn.of(ChatFormats.bundled(), TEXT);

  PacedStreams(Gateway gateway) {
    this.gateway = gateway;
  }

  void run(Duration time, Map<String, Double> figures) throws InterruptedException {
    Meter meter = new Meter(InstantSource.system());
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    InFlight inFlight = new InFlight(begin + 2 * turnTime().toNanos(), end);
    Clients.run(STREAMS, stream -> stream(stream, end, inFlight, meter));
    figures.put("streams", (double) STREAMS);
    figures.put("mean_streams_in_flight", inFlight.mean());
    figures.put("events_per_second", meter.count("event") / (time.toNanos() / 1e9));
    meter.percentiles("event", "event", figures);
    meter.percentiles("first", "first_event", figures);
  }

  private void stream(int stream, long end, InFlight inFlight, Meter meter) throws IOException {
    // Requests begin at all times of a turn, not together.
    LockSupport.parkNanos(turnTime().toNanos() * stream / STREAMS);
    try (StreamClient client = new StreamClient(gateway.address())) {
      for (int i = 0; System.nanoTime() < end; i++) {
        PacedEngine engine = new PacedEngine(turn, PACE, inFlight);
        try (GatewaySession session =
            gateway.open(GatewayBench.episode("paced-" + stream + "-" + i, () -> engine))) {
          request(client, session, engine, meter);
        }
      }
    }
  }

  private Duration turnTime() {
    return PACE.multipliedBy(turn.ids().length);
  }

  private void request(StreamClient client, GatewaySession session, PacedEngine engine, Meter meter)
      throws IOException {
    long[] heard = new long[turn.told().size()];
    int[] events = new int[1];
    long sent =
        client.stream(
            StreamClient.request(session, "Fix the tests."), at -> heard[events[0]++] = at);
    if (events[0] != heard.length) {
      throw new IOException("heard " + events[0] + " events of " + heard.length);
    }
    meter.add("first", Duration.ofNanos(heard[0] - sent));
    for (int i = 0; i < heard.length; i++) {
      long left = engine.handedOutAt(turn.told().get(i));
      meter.add("event", Duration.ofNanos(heard[i] - left));
    }
  }
}
