package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.policy.sim.EngineSimulator;
import dev.millrace.rollout.policy.sim.EngineSimulator.Variant;
import dev.millrace.rollout.policy.sim.Fault;
import dev.millrace.rollout.policy.sim.Reply;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.SamplingFacts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/// Simulators and policies over them, for the tests of engines.
final class SimulatedEngines {
  static final Reply REPLY = Reply.of(21, 22, 23, 2).stoppingAt(2);
  static final Patience PATIENCE = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(60), 3);

  /// Time that a test waits for the end of. Within it a busy machine has to bring requests to the
  /// simulator, or there is nothing that it could be silent about.
  static final Duration SHORT = Duration.ofSeconds(3);

  static final Patience HASTY = new Patience(SHORT, Duration.ofSeconds(60), 3);

  private SimulatedEngines() {}

  static EngineSimulator start(EngineKind kind, Fault... faults) {
    return start(kind, Variant.PLAIN, REPLY, faults);
  }

  static EngineSimulator start(EngineKind kind, Variant variant, Reply reply, Fault... faults) {
    return EngineSimulator.start(kind, variant, _ -> reply).plan(faults);
  }

  static EngineSettings settings(URI... urls) {
    return new EngineSettings(
        List.of(urls), EngineKind.AUTO, null, Sampling.PLAIN, PATIENCE, ToolCalls.FREE, null);
  }

  static Sampled sample(EngineSimulator simulator) throws InterruptedException {
    return sample(settings(simulator.url()), SampleOptions.NONE);
  }

  static Sampled sample(EngineSettings settings, SampleOptions options)
      throws InterruptedException {
    try (EnginePolicy policy = EnginePolicy.connect(settings, ChatFormats.bundled());
        PolicySession session = policy.session("episode-1")) {
      return session.sample(request(options));
    }
  }

  /// What the record says of how it was sampled.
  static SamplingFacts facts(Sampled sampled) {
    SamplingFacts facts = sampled.facts();
    if (facts == null) {
      throw new AssertionError("a sample of an engine says how it was sampled");
    }
    return facts;
  }

  static SampleRequest request(SampleOptions options) {
    return request(new int[] {11, 12, 13}, options);
  }

  static SampleRequest request(int[] prompt, SampleOptions options) {
    return new SampleRequest(prompt, 100, Duration.ofSeconds(60), options);
  }

  /// The words of the engine failure that sampling ends with.
  static String failure(EngineSimulator simulator) {
    return failure(settings(simulator.url()), SampleOptions.NONE);
  }

  static String failure(EngineSettings settings, SampleOptions options) {
    FailureException thrown =
        Assertions.assertThrows(FailureException.class, () -> sample(settings, options));
    Assertions.assertInstanceOf(Failure.Engine.class, thrown.failure());
    return thrown.failure().detail();
  }
}
