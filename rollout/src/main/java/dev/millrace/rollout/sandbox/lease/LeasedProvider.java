package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// Leases the sandboxes of another provider: so many at once, so many made at once, first come,
/// first served; the same one for the same id; none that nobody uses. What has to be waited for has
/// a limit, but for the creation itself, which is the other provider's to bound.
public final class LeasedProvider implements SandboxProvider {
  private final SandboxProvider provider;
  private final LeaseSettings settings;
  private final InstantSource clock;
  private final Gate open;
  private final Gate creating;
  private final ConcurrentMap<LeaseId, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicLong unnamed = new AtomicLong();
  private volatile boolean isClosed;

  /// @param provider closed with this one
  /// @param clock that says how long a sandbox was not used
  public LeasedProvider(SandboxProvider provider, LeaseSettings settings, InstantSource clock) {
    this.provider = provider;
    this.settings = settings;
    this.clock = clock;
    this.open = new Gate("sandboxes that may be open", "maxOpen", settings.maxOpen());
    this.creating =
        new Gate("sandboxes that may be made at once", "maxCreating", settings.maxCreating());
  }

  @Override
  public String description() {
    return provider.description();
  }

  @Override
  public Protections protections() {
    return provider.protections();
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    return create(environment, Attachments.NONE);
  }

  @Override
  public Sandbox create(Environment environment, Attachments attachments)
      throws InterruptedException {
    return lease(next("sandbox"), environment, attachments);
  }

  private LeaseId next(String kind) {
    return new LeaseId(kind + "-" + unnamed.incrementAndGet());
  }

  /// The sandbox of an id: the one there is, or a new one. Who asks while it is made waits for it;
  /// when it cannot be made, all of them hear why, and the next one tries again. It is one sandbox
  /// all the same: used by one caller at a time, and closed for all.
  ///
  /// @throws FailureException as [SandboxProvider#create]; with `Failure.Sandbox` also when the
  ///     wait was too long, the provider is closed, or the id's sandbox is of another environment
  public Sandbox lease(LeaseId id, Environment environment, Attachments attachments)
      throws InterruptedException {
    Duration left = settings.patience();
    while (true) {
      Slot own = new Slot(environment.digest());
      Slot slot = slots.putIfAbsent(id, own);
      if (slot == null) {
        return make(id, own, environment, attachments, left);
      }
      checkSame(id, slot, environment);
      left = slot.await(id, left);
      switch (slot.result()) {
        case Slot.Result.Made(LeasedSandbox sandbox) -> {
          if (sandbox.lease().renew()) {
            return sandbox;
          }
          slots.remove(id, slot);
        }
        case Slot.Result.Failed(FailureException thrown) ->
            throw new FailureException(thrown.failure(), thrown);
        case Slot.Result.Abandoned() -> slots.remove(id, slot);
      }
    }
  }

  private static void checkSame(LeaseId id, Slot slot, Environment environment) {
    if (!slot.environment().equals(environment.digest())) {
      throw new FailureException(
          new Failure.Sandbox(
              "sandbox "
                  + id.value()
                  + " was asked for with environment "
                  + environment.digest()
                  + " and is there with "
                  + slot.environment()
                  + "; use another lease id"));
    }
  }

  private Sandbox make(
      LeaseId id, Slot slot, Environment environment, Attachments attachments, Duration wait)
      throws InterruptedException {
    Slot.Result result = new Slot.Result.Abandoned();
    try {
      LeasedSandbox made = opened(id, wait, left -> limited(id, environment, attachments, left));
      result = new Slot.Result.Made(made);
      return made;
    } catch (FailureException e) {
      result = new Slot.Result.Failed(e);
      throw e;
    } finally {
      if (!(result instanceof Slot.Result.Made)) {
        slots.remove(id, slot);
      }
      slot.complete(result);
      closeIfLate(result);
    }
  }

  /// A provider that is closed meanwhile may have looked before this sandbox could be seen.
  private void closeIfLate(Slot.Result result) {
    if (isClosed && result instanceof Slot.Result.Made(LeasedSandbox sandbox)) {
      sandbox.close();
    }
  }

  @FunctionalInterface
  private interface Creation {
    Sandbox within(Duration wait) throws InterruptedException;
  }

  /// Makes a sandbox that takes one of the places.
  private LeasedSandbox opened(LeaseId id, Duration wait, Creation creation)
      throws InterruptedException {
    Duration left = open.enter("sandbox " + id.value(), wait);
    boolean isMade = false;
    try {
      Sandbox sandbox = creation.within(left);
      isMade = true;
      return new LeasedSandbox(sandbox, new Lease(id, settings.idle(), clock), this);
    } finally {
      if (!isMade) {
        open.leave();
      }
    }
  }

  private Sandbox limited(
      LeaseId id, Environment environment, Attachments attachments, Duration wait)
      throws InterruptedException {
    creating.enter("sandbox " + id.value(), wait);
    try {
      return provider.create(environment, attachments);
    } finally {
      creating.leave();
    }
  }

  /// Leases a fork, which takes a place of its own.
  Sandbox forked(Lease parent, Lease.Work<Sandbox> fork) throws InterruptedException {
    LeaseId id = next(parent.id().value() + "-fork");
    LeasedSandbox made = opened(id, settings.patience(), _ -> fork.run());
    Slot slot = new Slot("fork");
    Slot.Result result = new Slot.Result.Made(made);
    slot.complete(result);
    slots.put(id, slot);
    closeIfLate(result);
    return made;
  }

  /// Closes every sandbox that nobody has used for too long. One that cannot be closed does not
  /// keep the others open.
  ///
  /// @return whose they were
  /// @throws FailureException of the first that could not be closed, after all others
  public List<LeaseId> reap() {
    List<LeasedSandbox> expired =
        made().stream().filter(sandbox -> sandbox.lease().expire()).toList();
    releaseAll(expired);
    return expired.stream().map(sandbox -> sandbox.lease().id()).toList();
  }

  private List<LeasedSandbox> made() {
    List<LeasedSandbox> made = new ArrayList<>();
    for (Slot slot : slots.values()) {
      if (slot.result() instanceof Slot.Result.Made(LeasedSandbox sandbox)) {
        made.add(sandbox);
      }
    }
    return made;
  }

  private static void releaseAll(List<LeasedSandbox> ended) {
    RuntimeException first = null;
    for (LeasedSandbox sandbox : ended) {
      try {
        sandbox.release();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /// Closes a sandbox whose lease is over. Its place is free when it is gone, or cannot be made to
  /// go.
  void release(LeasedSandbox leased, Sandbox sandbox) {
    slots.computeIfPresent(leased.lease().id(), (_, slot) -> isOf(slot, leased) ? null : slot);
    try {
      sandbox.close();
    } finally {
      open.leave();
    }
  }

  private static boolean isOf(Slot slot, LeasedSandbox sandbox) {
    return slot.result() instanceof Slot.Result.Made(LeasedSandbox made) && made == sandbox;
  }

  public LeaseCounts counts() {
    return new LeaseCounts(open.taken(), creating.taken(), open.waiting() + creating.waiting());
  }

  /// Ends every sandbox; who waits for one fails. Waits for creations under way, as long as one
  /// waits for a sandbox. Idempotent.
  @Override
  public void close() {
    isClosed = true;
    open.shut();
    creating.shut();
    try {
      releaseAll(
          made().stream().filter(made -> made.lease().end("is closed with its provider")).toList());
      if (!open.awaitEmpty(settings.patience())) {
        throw new FailureException(
            new Failure.Sandbox(
                open.taken()
                    + " sandboxes were still being made or closed "
                    + settings.patience().toMillis()
                    + " ms after their provider was closed"));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      provider.close();
    }
  }
}
