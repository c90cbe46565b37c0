package dev.millrace.rollout.gateway;

import dev.millrace.rollout.harness.repetition.Bounds;
import dev.millrace.rollout.harness.repetition.Vigilance;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message.Assistant;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A gateway before an engine of the test's own.
final class Served implements AutoCloseable {
  static final ChatFormat FORMAT = ChatFormats.bundled();

  final Gateway gateway;
  final GatewaySession session;
  final Client client;

  private Served(Gateway gateway, GatewaySession session) {
    this.gateway = gateway;
    this.session = session;
    this.client = Client.of(session);
  }

  /// Answers requests. Throwing is the engine's failure.
  interface Engine {
    Sampled sample(SampleRequest request) throws InterruptedException;
  }

  static Served of(Path directory, Engine engine) {
    return of(GatewaySettings.at(directory.resolve("s")), engine, Limits.DEFAULT);
  }

  static Served of(GatewaySettings settings, Engine engine, Limits limits) {
    Gateway gateway = Gateway.start(settings, InstantSource.system());
    return new Served(gateway, gateway.open(episode("episode-1", engine, limits)));
  }

  static GatewayEpisode episode(String id, Engine engine, Limits limits) {
    return episode(
        id,
        engine,
        limits,
        new ServedModel(
            "millrace",
            List.of("gpt-5"),
            List.of("haiku"),
            TemplateOptions.DEFAULT,
            ToolCalls.FREE));
  }

  static GatewayEpisode episode(String id, Engine engine, Limits limits, ServedModel model) {
    return new GatewayEpisode(
        new EpisodeId(id),
        () -> session(engine),
        FORMAT,
        limits,
        model,
        new Vigilance.Watching(Bounds.DEFAULT, Vigilance.Then.END),
        GatewayListener.NONE);
  }

  private static PolicySession session(Engine engine) {
    return new PolicySession() {
      @Override
      public Sampled sample(SampleRequest request) throws InterruptedException {
        return engine.sample(request);
      }

      @Override
      public void close() {
        // Holds nothing.
      }
    };
  }

  /// Says these turns one after the other, then the last one for ever.
  static Engine says(Assistant... turns) {
    AtomicInteger next = new AtomicInteger();
    return request -> {
      Assistant turn = turns[Math.min(next.getAndIncrement(), turns.length - 1)];
      return said(FORMAT.renderTurn(turn), request);
    };
  }

  static Engine writes(String text) {
    return request -> said(text, request);
  }

  /// A text as sampled, told to the listener two ids at a time.
  static Sampled said(String text, SampleRequest request) {
    int[] all = FORMAT.tokenizer().encode(text);
    int length = Math.min(all.length, request.maxTokens());
    for (int i = 0; i < length; i += 2) {
      request.options().listener().onTokens(Arrays.copyOfRange(all, i, Math.min(i + 2, length)));
    }
    float[] logprobs = new float[length];
    Arrays.fill(logprobs, -0.5f);
    return new Sampled(
        Arrays.copyOf(all, length),
        logprobs,
        List.of(new VersionSpan(0, length, new PolicyVersion("test", 3))),
        length < all.length ? FinishReason.LENGTH : FinishReason.STOP,
        Map.of());
  }

  static Assistant text(String text) {
    return new Assistant(text, null, List.of());
  }

  static Assistant call(@Nullable String thought, String text, String name, String argumentsJson) {
    return new Assistant(text, thought, List.of(new ToolCall("x", name, argumentsJson)));
  }

  /// An engine that remembers the prompts it was sent.
  static final class Recorder implements Engine {
    final ConcurrentLinkedQueue<SampleRequest> requests = new ConcurrentLinkedQueue<>();
    private final Engine engine;

    Recorder(Engine engine) {
      this.engine = engine;
    }

    @Override
    public Sampled sample(SampleRequest request) throws InterruptedException {
      requests.add(request);
      return engine.sample(request);
    }

    List<String> prompts() {
      List<String> prompts = new ArrayList<>();
      requests.forEach(request -> prompts.add(FORMAT.tokenizer().decode(request.promptIds())));
      return prompts;
    }
  }

  @Override
  public void close() {
    gateway.close();
  }
}
