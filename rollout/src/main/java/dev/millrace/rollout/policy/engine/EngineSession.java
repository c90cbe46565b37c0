package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.ContextFullException;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.protocol.EngineCall;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// One episode's calls: chooses the server, and decides what is tried again.
///
/// What certainly sampled nothing is sent again, counted as `retried`. Where the engine may have
/// sampled, nothing of which was used, the turn is sampled anew and the sample is labelled with how
/// many were thrown away, `resampled`; each attempt has an id of its own. A request that the engine
/// calls wrong, an answer that cannot be trusted and a silent engine fail the call.
final class EngineSession implements PolicySession {
  private final Engines engines;
  private final String session;
  private final long seed;
  private int calls;
  private int slot;

  EngineSession(Engines engines, String session, long seed) {
    this.engines = engines;
    this.session = session;
    this.seed = seed;
    this.slot = session.hashCode();
  }

  /// What was tried for one call.
  private static final class Tries {
    private final Set<Replica> failed = new HashSet<>();
    private int retried;
    private int resampled;

    int count() {
      return retried + resampled;
    }
  }

  @Override
  public Sampled sample(SampleRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before model call " + calls);
    }
    int number = calls++;
    Tries tries = new Tries();
    Duration inactivity = CallTime.shorter(request.timeout(), engines.patience().inactivity());
    CallTime time = CallTime.of(engines.nanos(), inactivity, request.within());
    while (!time.isOver()) {
      Replica replica = engines.replicas().choose(session, tries.failed, engines.http());
      Attempt attempt =
          new Attempt(engines.http(), engines.protocol(), replica.url(), time, engines.known());
      Asked asked = new Asked(request, number + "." + tries.count(), time);
      try {
        return attempt(attempt, replica, asked, tries);
      } catch (EngineTrouble trouble) {
        again(trouble, attempt, replica, asked, tries);
      }
    }
    return Sampled.nothingInTime(engines.protocol().fidelity());
  }

  /// One attempt's part of a request.
  ///
  /// @param name of the attempt
  private record Asked(SampleRequest request, String name, CallTime time) {}

  private Sampled attempt(Attempt attempt, Replica replica, Asked asked, Tries tries)
      throws EngineTrouble, InterruptedException {
    SampleRequest request = asked.request();
    Slots slots = replica.slots();
    Integer taken = slots == null ? null : slots.take(slot, asked.time().within(request.timeout()));
    try {
      EngineCall call = call(request, asked.name(), new EngineCall.Cache(taken, replica.weights()));
      Collected collected = attempt.run(call, request.options().listener());
      if (collected.isCut() && !isUsable(collected, replica)) {
        return Sampled.nothingInTime(engines.protocol().fidelity());
      }
      if (collected.finish() == FinishReason.ABORT && !collected.isCut()) {
        throw new EngineTrouble(
            Kind.BROKEN, "the engine aborted the call after " + collected.size() + " ids");
      }
      Sampled sampled =
          new Assembly(engines, replica, call).sampled(collected, tries.retried, tries.resampled);
      replica.answered(collected.weights());
      return sampled;
    } finally {
      if (slots != null && taken != null) {
        slot = taken;
        slots.release(taken);
      }
    }
  }

  /// Whether what there is of a cut answer can be recorded. Some engines name their weights at the
  /// end alone: then nobody knows which ones sampled it.
  private boolean isUsable(Collected collected, Replica replica) {
    boolean isNameless = !engines.protocol().namesWeights() || replica.isNameless();
    return collected.size() > 0 && (isNameless || collected.weights() != null);
  }

  private EngineCall call(SampleRequest request, String name, EngineCall.Cache cache)
      throws EngineTrouble {
    SampleOptions options = request.options();
    boolean constrained =
        engines.toolCalls() == ToolCalls.CONSTRAINED && engines.protocol().constrains();
    int[] prompt = request.promptIds();
    ToolConstraint constraint = constrained ? options.constraint() : null;
    return new EngineCall(
        session + "/" + name + "-" + UUID.randomUUID().toString().substring(0, 8),
        prompt,
        Math.min(request.maxTokens(), engines.room(prompt.length)),
        engines.sampling().with(options),
        new EngineCall.Ends(options.stopIds(), options.stop()),
        new EngineCall.Route(session, seed, engines.model(), engines.protocol().delivery(), cache),
        constraint,
        options.dialogue());
  }

  /// Returns when the call may be tried again, and throws when not.
  private void again(
      EngineTrouble trouble, Attempt attempt, Replica replica, Asked asked, Tries tries)
      throws InterruptedException {
    SampleRequest request = asked.request();
    boolean over = tries.count() >= engines.patience().retries();
    boolean cannot = attempt.heard() > 0 && !request.options().listener().mayRestart();
    switch (trouble.kind()) {
      case CONTEXT, REFUSED, UNUSABLE -> throw failure(trouble, replica, tries);
      case FULL -> {
        if (!asked.time().isOver()) {
          throw failure(trouble, replica, tries);
        }
      }
      case SILENT -> {
        replica.failed();
        throw failure(trouble, replica, tries);
      }
      case BUSY, UNAVAILABLE -> {
        if (over || !waits(trouble, asked, tries, replica)) {
          throw failure(trouble, replica, tries);
        }
        count(trouble, tries);
      }
      case NOT_SENT, FAILED, BROKEN -> {
        replica.failed();
        tries.failed.add(replica);
        if (over || cannot) {
          throw failure(trouble, replica, tries);
        }
        count(trouble, tries);
      }
    }
  }

  private static void count(EngineTrouble trouble, Tries tries) {
    if (trouble.isUnsampled()) {
      tries.retried++;
    } else {
      tries.resampled++;
    }
  }

  /// A busy server is waited for, unless there is another one to ask first.
  ///
  /// @return whether it is worth trying again in the time there is
  private boolean waits(EngineTrouble trouble, Asked asked, Tries tries, Replica replica)
      throws InterruptedException {
    tries.failed.add(replica);
    if (engines.replicas().hasOther(tries.failed)) {
      return true;
    }
    tries.failed.clear();
    Duration wait = trouble.pause(tries.count());
    if (wait.compareTo(asked.time().inactivity()) > 0) {
      return false;
    }
    return !engines.awaitClosed(asked.time().within(wait));
  }

  private FailureException failure(EngineTrouble trouble, Replica replica, Tries tries) {
    String what =
        "model call "
            + (calls - 1)
            + " of episode "
            + session
            + " at "
            + engines.protocol().kind().label()
            + " "
            + replica.url()
            + ": "
            + trouble.getMessage()
            + (tries.count() == 0 ? "" : "; tried " + (tries.count() + 1) + " times");
    Failure.Engine failure = new Failure.Engine(what);
    return trouble.kind() == Kind.CONTEXT
        ? new ContextFullException(failure, trouble)
        : new FailureException(failure, trouble);
  }
}
