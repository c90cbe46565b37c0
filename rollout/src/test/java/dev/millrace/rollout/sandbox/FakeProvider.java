package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// Makes [FakeSandbox]es, each with commands of its own, after the failures it was told to have.
public final class FakeProvider implements SandboxProvider {
  private final Supplier<FakeCommands> commands;
  private final Queue<FakeSandbox> made = new ConcurrentLinkedQueue<>();
  private final Queue<Failure> failures = new ArrayDeque<>();

  public FakeProvider(Supplier<FakeCommands> commands) {
    this.commands = commands;
  }

  /// The next call of [#create] without a failure yet fails so.
  public synchronized FakeProvider failing(Failure failure) {
    failures.add(failure);
    return this;
  }

  @Override
  public String description() {
    return "fake (in memory)";
  }

  @Override
  public synchronized Sandbox create(Environment environment) {
    if (!failures.isEmpty()) {
      throw new FailureException(failures.remove());
    }
    var sandbox = new FakeSandbox(environment.workdir(), commands.get());
    made.add(sandbox);
    return sandbox;
  }

  /// The sandboxes so far, in the order of their making.
  public List<FakeSandbox> made() {
    return List.copyOf(made);
  }

  @Override
  public void close() {
    made.forEach(FakeSandbox::close);
  }
}
