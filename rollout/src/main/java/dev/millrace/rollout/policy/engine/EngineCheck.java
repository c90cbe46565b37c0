package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.engine.EngineReport.Finding;
import dev.millrace.rollout.policy.engine.EngineReport.Level;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.protocol.Sampling;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at a running server: which engine it is, what it can do, and whether its logprobs can be
/// trusted. Samples some dozens of ids.
public final class EngineCheck {
  private static final int TOKENS = 24;

  private final EngineHttp http;
  private final URI url;
  private final Patience patience;
  private final List<Finding> findings = new ArrayList<>();

  private EngineCheck(EngineHttp http, URI url, Patience patience) {
    this.http = http;
    this.url = url;
    this.patience = patience;
  }

  /// Checks the first server of the settings; of these, only address, model, patience and key
  /// matter.
  ///
  /// @throws FailureException with `Failure.Engine` when no server answers there, or none that is
  ///     known
  public static EngineReport check(EngineSettings settings) throws InterruptedException {
    Patience patience = settings.patience();
    try (EngineHttp http = new EngineHttp(patience.connect(), settings.apiKey())) {
      return new EngineCheck(http, settings.urls().getFirst(), patience).report(settings.model());
    } catch (EngineTrouble e) {
      String url = settings.urls().getFirst().toString();
      String problem = e.problem().contains(url) ? e.problem() : url + ": " + e.problem();
      throw new FailureException(new Failure.Engine(problem), e);
    }
  }

  private EngineReport report(@Nullable String model) throws EngineTrouble, InterruptedException {
    Identity identity = new Identify(http, url, patience.inactivity()).identity(model);
    LogprobScope scope = identity.kind() == EngineKind.CHAT ? textOnly() : looked(identity);
    return new EngineReport(
        url, identity.kind(), identity.version(), identity.model().name(), scope, findings);
  }

  private LogprobScope textOnly() {
    note(
        Level.BAD,
        "token ids",
        "it speaks chat completions alone: branches are text only, and RL sets refuse them");
    return LogprobScope.NONE;
  }

  private LogprobScope looked(Identity identity) throws EngineTrouble, InterruptedException {
    EngineProtocol protocol = Finder.protocol(identity.kind(), null);
    Draws draws = new Draws(http, protocol, url, identity.model().name(), patience);
    int[] prompt = draws.prompt();
    boolean values;
    try {
      Collected drawn = draws.draw(prompt, TOKENS, Sampling.PLAIN);
      ids(drawn);
      values = values(drawn);
      versions(drawn);
    } catch (EngineTrouble e) {
      if (e.kind() != Kind.UNUSABLE) {
        throw e;
      }
      note(Level.BAD, "answers", e.problem());
      return LogprobScope.UNKNOWN;
    }
    findings.add(new ConstraintProbe(draws, identity.kind()).finding(prompt));
    delivery(identity);
    greedy(draws, prompt);
    return values ? meaning(identity.kind(), protocol, draws) : LogprobScope.NONE;
  }

  private void ids(Collected drawn) {
    note(
        drawn.size() > 0 ? Level.OK : Level.BAD,
        "token ids",
        drawn.size() > 0 ? drawn.size() + " sampled ids came back" : "no ids came back");
  }

  private boolean values(Collected drawn) throws EngineTrouble {
    float[] logprobs = drawn.logprobs();
    if (logprobs == null) {
      note(Level.BAD, "logprobs", "none are reported");
      return false;
    }
    int missing = 0;
    for (float logprob : logprobs) {
      missing += Float.isNaN(logprob) ? 1 : 0;
    }
    note(
        missing == 0 ? Level.OK : Level.NOTE,
        "logprobs",
        missing == 0
            ? "one for each id, finite and not above 0"
            : missing + " of " + logprobs.length + " ids have none; these stay null");
    return true;
  }

  private void versions(Collected drawn) {
    List<RawSpan> spans = drawn.spans();
    note(
        spans.isEmpty() ? Level.NOTE : Level.OK,
        "weight versions",
        spans.isEmpty()
            ? "not reported; every id is stamped with version 0"
            : "reported, now " + spans.getLast().version());
  }

  private void delivery(Identity identity) {
    if (identity.kind() == EngineKind.LLAMACPP) {
      note(
          Level.OK,
          "streaming",
          "in slices: its own streams lose ids inside characters; slots: " + identity.slots());
    } else {
      note(Level.OK, "streaming", "ids come as they are sampled");
    }
  }

  private void greedy(Draws draws, int[] prompt) throws EngineTrouble, InterruptedException {
    Sampling greedy = new Sampling(0, 1, 0, 0);
    int[] first = draws.draw(prompt, 8, greedy).ids();
    int[] second = draws.draw(prompt, 8, greedy).ids();
    boolean same = Arrays.equals(first, second);
    note(
        same ? Level.OK : Level.NOTE,
        "greedy decoding",
        same ? "repeats itself" : "differs between two calls: caching or batching changes results");
  }

  private LogprobScope meaning(EngineKind kind, EngineProtocol protocol, Draws draws)
      throws EngineTrouble, InterruptedException {
    if (kind == EngineKind.LLAMACPP) {
      note(
          Level.OK,
          "logprob meaning",
          "the model's own, before sampling settings, which is what was sampled from at temperature"
              + " 1 without truncation; elsewhere those after sampling are asked for");
      return protocol.scope(Sampling.PLAIN, Distribution.FULL);
    }
    LogprobProbe.Finding probed = new LogprobProbe(draws).scope();
    boolean processed = probed.scope() == LogprobScope.PROCESSED;
    note(
        processed ? Level.OK : Level.NOTE,
        "logprob meaning",
        probed.why() + (processed ? "" : advice(kind, probed.scope())));
    return probed.scope();
  }

  private static String advice(EngineKind kind, LogprobScope scope) {
    String exact =
        scope == LogprobScope.TEMPERATURE
            ? "; trust them without truncation"
            : "; trust them at temperature 1 without truncation";
    return kind == EngineKind.VLLM
        ? exact + ", or start vLLM with --logprobs-mode processed_logprobs"
        : exact;
  }

  private void note(Level level, String subject, String why) {
    findings.add(new Finding(level, subject, why));
  }
}
