package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Samples from running engines. All calls of an episode go to one server as long as it is well,
/// and to the next one after. Any thread may open sessions.
public final class EnginePolicy implements Policy {
  private final Engines engines;

  private EnginePolicy(Engines engines) {
    this.engines = engines;
  }

  /// Looks at the first server that answers, finds out what it is, and connects to all of them.
  /// Where settings change the distribution, it also probes what the engine's logprobs mean.
  ///
  /// @throws FailureException with `Failure.Engine` when no server answers or none of the kind
  /// asked for
  public static EnginePolicy connect(EngineSettings settings) throws InterruptedException {
    return connect(settings, null);
  }

  /// @param format the model's own: needed for a chat-only engine; else, where given, what the
  ///     engine says its ids read as is compared with it
  public static EnginePolicy connect(EngineSettings settings, @Nullable ChatFormat format)
      throws InterruptedException {
    return connect(settings, format, System::nanoTime);
  }

  /// @param nanos a clock that never goes back
  static EnginePolicy connect(
      EngineSettings settings, @Nullable ChatFormat format, LongSupplier nanos)
      throws InterruptedException {
    EngineHttp http = new EngineHttp(settings.patience().connect(), settings.apiKey());
    boolean done = false;
    try {
      Engines.Found found = new Finder(http, settings, format, nanos).find();
      done = true;
      return new EnginePolicy(new Engines(settings, http, found, format, nanos));
    } catch (EngineTrouble e) {
      throw new FailureException(new Failure.Engine(e.problem()), e);
    } finally {
      if (!done) {
        http.close();
      }
    }
  }

  /// The served model's name.
  @Override
  public String name() {
    return engines.name();
  }

  @Override
  public String source() {
    return engines.protocol().kind().label();
  }

  @Override
  public PolicySession open(Episode episode, Task task) {
    return new EngineSession(engines, episode.id().value(), episode.seed());
  }

  /// A session that belongs to no episode, e.g. for a side call.
  ///
  /// @param affinity sessions with the same one go to the same server
  public PolicySession session(String affinity) {
    return new EngineSession(engines, affinity, affinity.hashCode());
  }

  /// Whether the engine can be held to a constraint; one that cannot samples freely.
  public boolean constrains() {
    return engines.protocol().constrains();
  }

  @Override
  public void close() {
    engines.close();
  }
}
