package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.gateway.Gateway;
import dev.millrace.rollout.gateway.GatewayEpisode;
import dev.millrace.rollout.gateway.GatewayListener;
import dev.millrace.rollout.gateway.GatewaySession;
import dev.millrace.rollout.gateway.GatewaySettings;
import dev.millrace.rollout.gateway.ServedModel;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.PolicySession;
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
import java.util.function.Supplier;

/// What the gateway adds to an engine, over HTTP on the loopback interface, client and server in
/// one JVM. Each request is an episode's first turn.
///
/// Two loads of 64 streams. Paced: each gets an id every 20 ms, as from a real engine; these are
/// the latencies that the gateway adds. Saturated: engines that take no time, and each client asks
/// again at once; the requests a second are what the machine can do, and the latencies there are
/// those of a queue.
final class GatewayBench implements Benchmark {
  private static final int SESSIONS = 10_000;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(12);

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
    GatewaySettings settings = GatewaySettings.at(context.work().resolve("gateway.sock"));
    try (Gateway gateway = Gateway.start(settings, InstantSource.system())) {
      PacedStreams paced = new PacedStreams(gateway);
      context.progress().accept("warming up");
      saturated(gateway, WARM_UP, new LinkedHashMap<>());
      paced.run(WARM_UP, new LinkedHashMap<>());
      context.progress().accept("64 paced streams");
      paced.run(MEASURED, figures);
      context.progress().accept("64 streams flat out");
      saturated(gateway, MEASURED, figures);
      context.progress().accept("opening 10,000 sessions");
      sessions(gateway, figures);
    }
    return new Figures(figures);
  }

  private static void saturated(Gateway gateway, Duration time, Map<String, Double> figures)
      throws InterruptedException {
    Meter meter = new Meter(InstantSource.system());
    InstantEngine engine = new InstantEngine(ChatFormats.bundled());
    long end = System.nanoTime() + time.toNanos();
    Duration before = cpu();
    Clients.run(
        PacedStreams.STREAMS,
        stream -> {
          try (StreamClient client = new StreamClient(gateway.address())) {
            for (int i = 0; System.nanoTime() < end; i++) {
              try (GatewaySession session =
                  gateway.open(episode("flat-" + stream + "-" + i, () -> engine))) {
                long sent = client.stream(StreamClient.request(session, "Fix it " + i), _ -> {});
                meter.add("whole", Duration.ofNanos(System.nanoTime() - sent));
              }
            }
          }
        });
    int requests = meter.count("whole");
    figures.put("saturated_requests_per_second", requests / (time.toNanos() / 1e9));
    figures.put("saturated_cpu_ms_per_request", cpu().minus(before).toNanos() / 1e6 / requests);
    meter.percentiles("whole", "saturated", figures);
  }

  /// What this process has used of the processors, clients included.
  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /// Sessions with a turn each, all open.
  private static void sessions(Gateway gateway, Map<String, Double> figures) {
    double before = usedMib();
    InstantEngine engine = new InstantEngine(ChatFormats.bundled());
    List<GatewaySession> open = new ArrayList<>();
    try (StreamClient client = new StreamClient(gateway.address())) {
      for (int i = 0; i < SESSIONS; i++) {
        GatewaySession session = gateway.open(episode("open-" + i, () -> engine));
        open.add(session);
        client.stream(StreamClient.request(session, "Fix the tests, number " + i), _ -> {});
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

  static GatewayEpisode episode(String id, Supplier<PolicySession> engine) {
    ChatFormat format = ChatFormats.bundled();
    return new GatewayEpisode(
        new EpisodeId(id),
        engine,
        format,
        Limits.DEFAULT,
        ServedModel.named("millrace"),
        new Vigilance.Off(),
        GatewayListener.NONE);
  }
}
