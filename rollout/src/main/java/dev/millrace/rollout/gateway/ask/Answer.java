package dev.millrace.rollout.gateway.ask;

import dev.millrace.rollout.markup.TurnEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A turn on its way, heard by one connection or, after a retry, by several, each from its
/// beginning. One lock, held for no I/O.
public final class Answer {
  private final String id;
  private final Instant created;
  private final int promptTokens;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<TurnEvent> events = new ArrayList<>();
  private @Nullable Step ending;
  private boolean isCommitting;
  private boolean isAbandoned;
  private int listeners;
  private @Nullable Runnable cancel;

  /// What a listener hears next.
  public sealed interface Step {
    record Events(List<TurnEvent> events) implements Step {}

    record Ended(Finished turn) implements Step {}

    record Failed(Problem problem) implements Step {}

    /// Nothing in the time waited.
    record Silence() implements Step {}
  }

  /// @param id random; unique in the session
  public Answer(String id, Instant created, int promptTokens) {
    this.id = id;
    this.created = created;
    this.promptTokens = promptTokens;
  }

  public String id() {
    return id;
  }

  public Instant created() {
    return created;
  }

  public int promptTokens() {
    return promptTokens;
  }

  /// Says how to stop the work when everybody has gone.
  public void onAbandoned(Runnable stop) {
    lock.lock();
    try {
      cancel = stop;
    } finally {
      lock.unlock();
    }
  }

  public void add(List<TurnEvent> more) {
    if (more.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      events.addAll(more);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the turn may be committed: not when everybody has gone. From then on it is.
  public boolean commit() {
    lock.lock();
    try {
      isCommitting = !isAbandoned;
      return isCommitting;
    } finally {
      lock.unlock();
    }
  }

  /// The turn is whole and in the ledger.
  public void finish(Finished turn) {
    end(new Step.Ended(turn));
  }

  public void fail(Problem problem) {
    end(new Step.Failed(problem));
  }

  private void end(Step step) {
    lock.lock();
    try {
      if (ending == null) {
        ending = step;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether a retry may listen too: not to what was given up or failed.
  public boolean isJoinable() {
    lock.lock();
    try {
      return !isAbandoned && !(ending instanceof Step.Failed);
    } finally {
      lock.unlock();
    }
  }

  public boolean isEnded() {
    lock.lock();
    try {
      return ending != null;
    } finally {
      lock.unlock();
    }
  }

  public boolean isAbandoned() {
    lock.lock();
    try {
      return isAbandoned;
    } finally {
      lock.unlock();
    }
  }

  /// Starts to listen, from the beginning.
  public Listening listen() {
    lock.lock();
    try {
      listeners++;
    } finally {
      lock.unlock();
    }
    return new Listening();
  }

  private void leave() {
    Runnable stop = null;
    lock.lock();
    try {
      listeners--;
      if (listeners == 0 && ending == null && !isCommitting) {
        isAbandoned = true;
        stop = cancel;
      }
    } finally {
      lock.unlock();
    }
    if (stop != null) {
      stop.run();
    }
  }

  /// One who hears the turn. For one thread. When the last one closes before the end, the engine's
  /// call is cancelled.
  public final class Listening implements AutoCloseable {
    private int heard;
    private boolean isClosed;

    private Listening() {}

    public Answer answer() {
      return Answer.this;
    }

    /// Waits for more, at most so long.
    public Step next(Duration wait) throws InterruptedException {
      long left = wait.toNanos();
      lock.lock();
      try {
        while (heard == events.size() && ending == null && left > 0) {
          left = changed.awaitNanos(left);
        }
        if (heard < events.size()) {
          List<TurnEvent> more = List.copyOf(events.subList(heard, events.size()));
          heard = events.size();
          return new Step.Events(more);
        }
        return ending == null ? new Step.Silence() : ending;
      } finally {
        lock.unlock();
      }
    }

    /// Waits for the end, for at most so long.
    public Step end(Duration wait) throws InterruptedException {
      long left = wait.toNanos();
      lock.lock();
      try {
        while (ending == null && left > 0) {
          left = changed.awaitNanos(left);
        }
        return ending == null ? new Step.Silence() : ending;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        leave();
      }
    }
  }
}
