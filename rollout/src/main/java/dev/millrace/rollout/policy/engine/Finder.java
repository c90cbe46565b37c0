package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.chat.ChatProtocol;
import dev.millrace.rollout.policy.llamacpp.LlamaCppProtocol;
import dev.millrace.rollout.policy.protocol.EngineKind;
import dev.millrace.rollout.policy.protocol.EngineProtocol;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.policy.protocol.LogprobScope;
import dev.millrace.rollout.policy.sglang.SglangProtocol;
import dev.millrace.rollout.policy.vllm.VllmProtocol;
import dev.millrace.rollout.token.ChatFormat;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Finds out about all servers of the settings.
final class Finder {
  private static final Duration MOST = Duration.ofSeconds(10);

  private final EngineHttp http;
  private final EngineSettings settings;
  private final @Nullable ChatFormat format;
  private final LongSupplier nanos;

  /// @param nanos a clock that never goes back
  Finder(
      EngineHttp http, EngineSettings settings, @Nullable ChatFormat format, LongSupplier nanos) {
    this.http = http;
    this.settings = settings;
    this.format = format;
    this.nanos = nanos;
  }

  Engines.Found find() throws EngineTrouble, InterruptedException {
    Identity first = null;
    EngineTrouble trouble = null;
    Map<URI, Identity> found = new HashMap<>();
    for (URI url : settings.urls()) {
      try {
        Identity identity = checked(url, first);
        first = first == null ? identity : first;
        found.put(url, identity);
      } catch (EngineTrouble e) {
        if (e.kind() == Kind.REFUSED) {
          throw e;
        }
        trouble = e;
      }
    }
    if (first == null) {
      throw trouble == null ? new EngineTrouble(Kind.REFUSED, "no urls") : trouble;
    }
    String named = settings.model();
    Identity.Model model =
        named == null
            ? first.model()
            : new Identity.Model(named, first.model().context(), first.model().vocabulary());
    EngineProtocol protocol = protocol(first.kind(), format);
    List<Replica> replicas = replicas(found, first);
    return new Engines.Found(
        protocol, new Replicas(replicas), model, probed(protocol, replicas, model.name()));
  }

  private List<Replica> replicas(Map<URI, Identity> found, Identity first) {
    List<Replica> replicas = new ArrayList<>();
    for (URI url : settings.urls()) {
      Identity identity = found.get(url);
      replicas.add(
          identity == null
              ? Replica.absent(url, first.healthPath(), nanos, () -> slots(checked(url, first)))
              : replica(url, identity));
    }
    return replicas;
  }

  private Identity checked(URI url, @Nullable Identity first)
      throws EngineTrouble, InterruptedException {
    Duration patience = settings.patience().inactivity();
    Duration wait = patience.compareTo(MOST) < 0 ? patience : MOST;
    Identity identity = new Identify(http, url, wait).identity(settings.model());
    boolean fallsBack = settings.kind() == EngineKind.CHAT;
    EngineKind kind = fallsBack ? EngineKind.CHAT : identity.kind();
    EngineKind expected = first == null ? settings.kind() : first.kind();
    if (expected != EngineKind.AUTO && kind != expected) {
      throw new EngineTrouble(
          Kind.REFUSED,
          url + " is " + identity.kind().label() + ", and " + expected.label() + " was expected");
    }
    if (first != null) {
      requireSame(url, "serves the model ", first.model().name(), identity.model().name());
      requireSame(url, "has a context of ", first.model().context(), identity.model().context());
    }
    return identity.as(kind);
  }

  /// An episode may go on at any replica, so all have to be one model.
  private void requireSame(URI url, String what, @Nullable Object first, @Nullable Object other)
      throws EngineTrouble {
    if (first != null && other != null && !first.equals(other)) {
      throw new EngineTrouble(
          Kind.REFUSED,
          "replicas serve one model alike, but "
              + url
              + " "
              + what
              + other
              + ", and an earlier one of "
              + settings.urls()
              + " "
              + what
              + first
              + "; give the replicas of one model only");
    }
  }

  private Replica replica(URI url, Identity identity) {
    return new Replica(url, slots(identity), identity.healthPath(), nanos);
  }

  private static @Nullable Slots slots(Identity identity) {
    Integer slots = identity.kind() == EngineKind.LLAMACPP ? identity.slots() : null;
    return slots == null ? null : new Slots(slots);
  }

  /// @throws EngineTrouble when a chat-only engine has no format to write ids with
  static EngineProtocol protocol(EngineKind kind, @Nullable ChatFormat format)
      throws EngineTrouble {
    return switch (kind) {
      case VLLM -> new VllmProtocol();
      case SGLANG -> new SglangProtocol();
      case LLAMACPP -> new LlamaCppProtocol();
      case CHAT -> {
        if (format == null) {
          throw new EngineTrouble(
              Kind.REFUSED,
              "a chat-only engine needs a local tokenizer and template; set policy.tokenizer");
        }
        yield new ChatProtocol(format);
      }
      case AUTO -> throw new EngineTrouble(Kind.REFUSED, "the engine's kind is not known yet");
    };
  }

  /// Looks at the logprobs where it matters and the documentation leaves it open.
  private @Nullable LogprobScope probed(
      EngineProtocol protocol, List<Replica> replicas, @Nullable String model)
      throws EngineTrouble, InterruptedException {
    boolean open = protocol.kind() == EngineKind.VLLM || protocol.kind() == EngineKind.SGLANG;
    boolean matters =
        !settings.sampling().isPlain() || settings.toolCalls() == ToolCalls.CONSTRAINED;
    if (!open || !matters) {
      return null;
    }
    for (Replica replica : replicas) {
      if (replica.isTrusted()) {
        Draws draws = new Draws(http, protocol, replica.url(), model, settings.patience());
        return new LogprobProbe(draws).scope().scope();
      }
    }
    return null;
  }
}
