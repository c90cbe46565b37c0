package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.network.AllowList;
import dev.millrace.rollout.sandbox.network.Decision;
import dev.millrace.rollout.sandbox.network.DecisionFacts;
import dev.millrace.rollout.sandbox.network.DecisionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A network namespace in which one port leads to a proxy of the sandbox's own. It hears the
/// proxy's decisions, counts them and hands them on.
final class OpenOutlet implements Outlet, DecisionListener {
  private final AllowList allowed;
  private final DecisionListener listener;
  private final DecisionFacts decisions = new DecisionFacts();
  private final AtomicLong allowances = new AtomicLong();
  private final AtomicLong denials = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Runnable> releases = new ArrayList<>();
  private List<String> entering = List.of();

  OpenOutlet(AllowList allowed, DecisionListener listener) {
    this.allowed = allowed;
    this.listener = listener;
  }

  /// Once, before it is given away.
  void enteredThrough(List<String> words) {
    entering = List.copyOf(words);
  }

  /// What closing does, the last added first.
  void whenClosed(Runnable release) {
    releases.add(release);
  }

  @Override
  public void decided(Decision decision) {
    listener.decided(decision);
    decisions.decided(decision);
    switch (decision.verdict()) {
      case ALLOWED -> allowances.incrementAndGet();
      case DENIED, CUT -> denials.incrementAndGet();
      case ENDED -> {
        sent.addAndGet(decision.sentBytes());
        received.addAndGet(decision.receivedBytes());
      }
    }
  }

  @Override
  public List<String> entering() {
    return entering;
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("network", String.join(" ", allowed.entries()));
    facts.put("network_allowed", allowances.toString());
    facts.put("network_denied", denials.toString());
    facts.put("network_sent_bytes", sent.toString());
    facts.put("network_received_bytes", received.toString());
    decisions.put(facts);
    return facts;
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    RuntimeException failure = null;
    for (Runnable release : releases.reversed()) {
      try {
        release.run();
      } catch (RuntimeException e) {
        // What the others release is not to be left because of this one.
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
