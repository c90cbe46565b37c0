package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Distribution;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What all sessions of a policy share. Any thread.
final class Engines implements AutoCloseable {
  private final EngineSettings settings;
  private final EngineProtocol protocol;
  private final EngineHttp http;
  private final Replicas replicas;
  private final Versions versions;
  private final Identity.Model model;
  private final KnownIds known;
  private final @Nullable LogprobScope probed;
  private final @Nullable ChatFormat format;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param found what was learned of the servers
  /// @param format reads the ids as text, to compare it with the engine's; or null not to
  /// @param nanos a clock that never goes back
  Engines(
      EngineSettings settings,
      EngineHttp http,
      Found found,
      @Nullable ChatFormat format,
      LongSupplier nanos) {
    this.nanos = nanos;
    this.settings = settings;
    this.http = http;
    this.protocol = found.protocol();
    this.replicas = found.replicas();
    this.model = found.model();
    this.probed = found.probed();
    this.format = format;
    this.known = known(format, model.vocabulary());
    this.versions = new Versions(name());
  }

  /// @param model what is served; its name is null where nobody says it
  /// @param probed what probing the logprobs found, or null where the documentation holds
  record Found(
      EngineProtocol protocol,
      Replicas replicas,
      Identity.Model model,
      @Nullable LogprobScope probed) {}

  String name() {
    String name = model.name();
    return name == null ? protocol.kind().label() : name;
  }

  EngineProtocol protocol() {
    return protocol;
  }

  LongSupplier nanos() {
    return nanos;
  }

  EngineHttp http() {
    return http;
  }

  Replicas replicas() {
    return replicas;
  }

  Versions versions() {
    return versions;
  }

  @Nullable String model() {
    return model.name();
  }

  KnownIds known() {
    return known;
  }

  private static KnownIds known(@Nullable ChatFormat format, @Nullable Integer vocabulary) {
    if (format != null) {
      return KnownIds.of(format.tokenizer());
    }
    return vocabulary == null ? KnownIds.ANY : KnownIds.below(vocabulary);
  }

  /// How many ids the context has left after a prompt, less one: SGLang takes no request that could
  /// fill it.
  ///
  /// @throws EngineTrouble when that is none
  int room(int promptIds) throws EngineTrouble {
    Integer context = model.context();
    if (context == null) {
      return Integer.MAX_VALUE;
    }
    int room = context - promptIds - 1;
    if (room < 1) {
      throw new EngineTrouble(
          Kind.CONTEXT,
          "the prompt of " + promptIds + " ids fills the model's context of " + context);
    }
    return room;
  }

  @Nullable ChatFormat format() {
    return format;
  }

  Sampling sampling() {
    return settings.sampling();
  }

  Patience patience() {
    return settings.patience();
  }

  ToolCalls toolCalls() {
    return settings.toolCalls();
  }

  LogprobScope scope(Sampling sampling, Distribution distribution) {
    return probed == null ? protocol.scope(sampling, distribution) : probed;
  }

  /// Waits, at most so long, for the policy to be closed.
  boolean awaitClosed(Duration wait) throws InterruptedException {
    return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    http.close();
  }
}
