package dev.millrace.orchestrator.bench;

import dev.millrace.orchestrator.bench.StreamClient.Timing;
import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewayListener;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.gateway.GatewaySettings;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What the gateway adds to an engine that takes no time: streams over HTTP on the loopback
/// interface, client and server in one JVM. Each request is an episode's first turn.
final class GatewayBench implements Benchmark {
  private static final int STREAMS = 64;
  private static final int SESSIONS = 10_000;
  private static final int WARM_UP = 40;
  private static final int PACED = 30;
  private static final int FLAT_OUT = 60;

  /// Between two requests of a paced stream: 64 of them ask about 320 times a second.
  private static final long PAUSE_MILLIS = 200;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public String description() {
    return "what the gateway adds at 64 streams, requests/s, and the memory of 10,000 sessions";
  }

  @Override
  public Figures run(BenchContext context) throws InterruptedException {
    Map<String, Double> figures = new LinkedHashMap<>();
    Meter meter = new Meter(InstantSource.system());
    GatewaySettings settings = GatewaySettings.at(context.work().resolve("gateway.sock"));
    try (Gateway gateway = Gateway.start(settings, InstantSource.system())) {
      context.progress().accept("warming up");
      streams(gateway, "warm", WARM_UP, 0, meter);
      double direct = directMillis();
      context.progress().accept("64 paced streams");
      streams(gateway, "paced", PACED, PAUSE_MILLIS, meter);
      context.progress().accept("64 streams flat out");
      long before = System.nanoTime();
      streams(gateway, "flat", FLAT_OUT, 0, meter);
      double seconds = (System.nanoTime() - before) / 1e9;
      figures.put("streams", (double) STREAMS);
      figures.put("direct_ms", direct);
      latency("added", "paced.total", direct, meter, figures);
      latency("first_byte", "paced.first", 0, meter, figures);
      latency("flat_out", "flat.total", 0, meter, figures);
      figures.put("requests_per_second", STREAMS * FLAT_OUT / seconds);
      context.progress().accept("opening 10,000 sessions");
      sessions(gateway, figures);
    }
    return new Figures(figures);
  }

  private static void latency(
      String figure, String timed, double minus, Meter meter, Map<String, Double> figures) {
    figures.put("p50_" + figure + "_ms", meter.percentileMillis(timed, 0.5) - minus);
    figures.put("p99_" + figure + "_ms", meter.percentileMillis(timed, 0.99) - minus);
  }

  /// How long the engine alone takes.
  private static double directMillis() {
    InstantEngine engine = new InstantEngine(ChatFormats.bundled());
    SampleRequest request = new SampleRequest(new int[] {1}, 100, Duration.ofSeconds(1));
    int times = 1000;
    long before = System.nanoTime();
    for (int i = 0; i < times; i++) {
      engine.sample(request);
    }
    return (System.nanoTime() - before) / 1e6 / times;
  }

  private static void streams(
      Gateway gateway, String name, int requests, long pauseMillis, Meter meter)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> streams = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        String stream = name + "-" + i;
        long offset = pauseMillis * i / STREAMS;
        streams.add(
            threads.submit(
                () -> {
                  pause(offset);
                  stream(gateway, stream, requests, pauseMillis, meter);
                  return null;
                }));
      }
      for (Future<?> stream : streams) {
        stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new FailureException(new Failure.Gateway("a stream of the benchmark failed: " + e), e);
    }
  }

  private static void stream(
      Gateway gateway, String stream, int requests, long pauseMillis, Meter meter)
      throws IOException, InterruptedException {
    String kind = stream.substring(0, stream.indexOf('-'));
    try (StreamClient client = new StreamClient(gateway.address())) {
      for (int i = 0; i < requests; i++) {
        try (GatewaySession session = gateway.open(episode(stream + "-" + i))) {
          byte[] request = StreamClient.request(session, "Fix the tests, number " + i);
          Timing timing = client.stream(request);
          meter.add(kind + ".first", Duration.ofNanos(timing.firstByteNanos()));
          meter.add(kind + ".total", Duration.ofNanos(timing.totalNanos()));
        }
        pause(pauseMillis);
      }
    }
  }

  private static void pause(long millis) throws InterruptedException {
    if (millis > 0 && new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody counts down");
    }
  }

  /// Sessions with a turn each, all open.
  private static void sessions(Gateway gateway, Map<String, Double> figures) {
    double before = usedMib();
    List<GatewaySession> open = new ArrayList<>();
    try (StreamClient client = new StreamClient(gateway.address())) {
      for (int i = 0; i < SESSIONS; i++) {
        GatewaySession session = gateway.open(episode("open-" + i));
        open.add(session);
        client.stream(StreamClient.request(session, "Fix the tests, number " + i));
      }
      figures.put("open_sessions", (double) open.size());
      figures.put("open_sessions_heap_mib", Math.max(0, usedMib() - before));
    } catch (IOException e) {
      throw new FailureException(new Failure.Gateway("a session did not answer: " + e), e);
    } finally {
      open.forEach(GatewaySession::close);
    }
  }

  private static double usedMib() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return (runtime.totalMemory() - runtime.freeMemory()) / 0x1p20;
  }

  private static GatewayEpisode episode(String id) {
    ChatFormat format = ChatFormats.bundled();
    return new GatewayEpisode(
        new EpisodeId(id),
        () -> new InstantEngine(format),
        format,
        Limits.DEFAULT,
        ServedModel.named("millrace"),
        GatewayListener.NONE);
  }
}
