package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.network.Decision;
import dev.millrace.rollout.sandbox.network.DecisionListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Writes what was decided about a sandbox's network into its log, and gives forks theirs.
final class Decisions implements DecisionListener {
  private final AuditLog log;
  private final AuditLogs logs;
  private final AtomicReference<@Nullable Decisions> fork = new AtomicReference<>();

  /// @param logs where forks' logs are started
  Decisions(AuditLog log, AuditLogs logs) {
    this.log = log;
    this.logs = logs;
  }

  AuditLog log() {
    return log;
  }

  @Override
  public void decided(Decision decision) {
    log.append(
        new AuditEvent.Network(
            decision.host(),
            decision.port(),
            decision.verdict().name(),
            decision.why(),
            decision.sentBytes(),
            decision.receivedBytes()));
  }

  @Override
  public Decisions ofFork() {
    var made = new Decisions(logs.start(), logs);
    fork.set(made);
    return made;
  }

  /// Those of the fork that was just made; new ones where nobody has asked for them.
  Decisions takeFork() {
    Decisions made = fork.getAndSet(null);
    return made == null ? new Decisions(logs.start(), logs) : made;
  }

  /// Seals the log of a fork that could not be made.
  void dropFork() {
    Decisions made = fork.getAndSet(null);
    if (made != null) {
      made.log.close();
    }
  }
}
