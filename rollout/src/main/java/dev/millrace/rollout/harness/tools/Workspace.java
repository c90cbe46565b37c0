package dev.millrace.rollout.harness.tools;

import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An episode's sandbox, made when it is first needed. Used by one thread.
public final class Workspace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

  private final SandboxProvider provider;
  private final Environment environment;
  private final InstantSource clock;
  private @Nullable Sandbox sandbox;
  private Duration setup = Duration.ZERO;

  public Workspace(SandboxProvider provider, Environment environment, InstantSource clock) {
    this.provider = provider;
    this.environment = environment;
    this.clock = clock;
  }

  /// The sandbox; made now if it was not.
  ///
  /// @throws dev.millrace.rollout.trajectory.FailureException when it cannot be made
  public Sandbox sandbox() throws InterruptedException {
    Sandbox open = sandbox;
    if (open == null) {
      Instant before = clock.instant();
      open = Seam.sandbox(() -> provider.create(environment));
      setup = Duration.between(before, clock.instant());
      sandbox = open;
    }
    return open;
  }

  /// What was changed so far; empty when no sandbox was needed.
  public Optional<WorkspaceDelta> capture(long maxBytes) throws InterruptedException {
    Sandbox open = sandbox;
    return open == null
        ? Optional.empty()
        : Optional.of(Seam.sandbox(() -> open.capture(maxBytes)));
  }

  /// What was changed so far; empty when no sandbox was needed or there is more of it.
  public Optional<WorkspaceDelta> captureUpTo(long maxBytes) throws InterruptedException {
    try {
      return capture(maxBytes);
    } catch (FailureException e) {
      // Too large is a failure to the sandbox. Should the sandbox itself be broken, the next
      // command
      // or the capture at the end says so.
      LOG.atDebug().setCause(e).log("No checkpoint was taken");
      return Optional.empty();
    }
  }

  /// What the record of the episode says of its sandbox.
  ///
  /// @param setup how long it took to make
  /// @param facts of [Sandbox#facts()]
  public record Account(Duration setup, Map<String, String> facts) {
    /// Of none.
    public static final Account NOTHING = new Account(Duration.ZERO, Map.of());

    public Account {
      facts = Map.copyOf(facts);
    }
  }

  /// After all else.
  public Account account() {
    Sandbox open = sandbox;
    return open == null ? Account.NOTHING : new Account(setup, open.facts());
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
