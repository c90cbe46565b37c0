package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.audit.AuditLogs;
import dev.millrace.rollout.sandbox.audit.AuditedProvider;
import dev.millrace.rollout.sandbox.lease.LeaseReaper;
import dev.millrace.rollout.sandbox.lease.LeaseSettings;
import dev.millrace.rollout.sandbox.lease.LeasedProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The sandboxes of one role: leased, and those of episodes with a log each.
///
/// @param provider closed with this
/// @param bare the same sandboxes without logs, for what is no episode
public record RunSandboxes(SandboxProvider provider, SandboxProvider bare, LeaseReaper reaper)
    implements AutoCloseable {
  // A role has as many at once as it runs episodes or judges, and forks of them.
  private static final int MAX_OPEN = 4096;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /// What sandboxes are for.
  public enum Use {
    EPISODES,
    JUDGING
  }

  /// @param owner names this process and role, as no other that runs
  public static RunSandboxes open(
      SandboxChoice choice, RunLayout layout, Use use, String owner, InstantSource clock)
      throws InterruptedException {
    Path cache = layout.out().resolve(choice.cache());
    Path scratch = layout.scratch(use == Use.EPISODES ? "worker" : "scorer");
    var settings = new LeaseSettings(MAX_OPEN, choice.starts(), PATIENCE, choice.idle());
    var leased =
        new LeasedProvider(
            Sandboxes.open(choice, cache, scratch, layout.out().toString()), settings, clock);
    var reaper = LeaseReaper.start(leased, choice.idle().dividedBy(4));
    if (use == Use.JUDGING || choice.audit() == SandboxChoice.Audit.NONE) {
      return new RunSandboxes(leased, leased, reaper);
    }
    var logs = new AuditLogs(layout.audit(), owner, clock);
    return new RunSandboxes(new AuditedProvider(leased, logs), leased, reaper);
  }

  @Override
  public void close() {
    reaper.close();
    provider.close();
  }
}
