package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineTrouble;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server. After failures it is left alone for a while, longer each time, and asked for its
/// health before it gets work again. Guarded by its own lock, which is not held while asking.
final class Replica {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 5;
  private static final Duration PROBE = Duration.ofSeconds(2);

  private final URI url;
  private final String healthPath;
  private final LongSupplier nanos;
  private @Nullable Slots slots;
  private int failures;
  private long restsUntil;
  private final Set<String> seen = new HashSet<>();
  private @Nullable String weights;
  private boolean hasAnswered;
  private @Nullable Introduction introduction;
  private @Nullable String refusal;

  /// @param nanos a clock that never goes back
  Replica(URI url, @Nullable Slots slots, String healthPath, LongSupplier nanos) {
    this.nanos = nanos;
    this.url = url;
    this.slots = slots;
    this.healthPath = healthPath;
  }

  /// Says whether a server that was not there at the start is one of those that were.
  interface Introduction {
    /// @return its slots, or null where it has none
    /// @throws EngineTrouble when it is not, or does not say so
    @Nullable Slots check() throws EngineTrouble, InterruptedException;
  }

  /// A server that was not there at the start. It gets no work before it is known.
  ///
  /// @param healthPath of its kind
  static Replica absent(URI url, String healthPath, LongSupplier nanos, Introduction introduction) {
    Replica replica = new Replica(url, null, healthPath, nanos);
    replica.introduction = introduction;
    replica.failed();
    return replica;
  }

  URI url() {
    return url;
  }

  /// Whether it is known to serve what all others do.
  synchronized boolean isKnown() {
    return introduction == null;
  }

  private void introduce() throws EngineTrouble, InterruptedException {
    Introduction open;
    synchronized (this) {
      open = introduction;
    }
    if (open != null) {
      Slots given = open.check();
      synchronized (this) {
        // Two sessions may ask at once: the slots of the first stay.
        if (introduction != null) {
          slots = given;
          introduction = null;
        }
      }
    }
  }

  synchronized @Nullable Slots slots() {
    return slots;
  }

  /// @param named the weights that sampled last, or null where the engine names none. An answer of
  ///     earlier weights that comes late does not bring them back
  synchronized void answered(@Nullable String named) {
    failures = 0;
    hasAnswered = true;
    if (named != null && seen.add(named)) {
      weights = named;
    }
  }

  /// The weights that it serves, as far as is known.
  synchronized @Nullable String weights() {
    return weights;
  }

  /// Whether it names no weights, which a whole answer has shown.
  synchronized boolean isNameless() {
    return hasAnswered && weights == null;
  }

  synchronized void failed() {
    Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    restsUntil = nanos.getAsLong() + rest.toNanos();
  }

  synchronized boolean isTrusted() {
    return failures == 0;
  }

  private synchronized boolean rests() {
    return failures > 0 && nanos.getAsLong() - restsUntil < 0;
  }

  private synchronized boolean isNews(String problem) {
    boolean isNew = !problem.equals(refusal);
    refusal = problem;
    return isNew;
  }

  /// Whether to send work there: it answered last time, or its rest is over and it says that it is
  /// well.
  boolean isReady(EngineHttp http) throws InterruptedException {
    if (isTrusted()) {
      return true;
    }
    if (rests()) {
      return false;
    }
    try {
      if (http.get(url, healthPath, PROBE).isOk()) {
        introduce();
        return true;
      }
    } catch (EngineTrouble e) {
      // Not well, or not ours: that is the answer.
      if (e.kind() == EngineTrouble.Kind.REFUSED && !isKnown() && isNews(e.problem())) {
        LOG.atWarn()
            .addKeyValue("url", url)
            .addKeyValue("problem", e.problem())
            .log(
                "a server that was not there at the start gets no work; serve the same model there,"
                    + " or take it out of policy.url");
      }
    }
    failed();
    return false;
  }
}
