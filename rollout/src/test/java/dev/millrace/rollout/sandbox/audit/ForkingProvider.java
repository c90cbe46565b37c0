package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.FakeCommands;
import dev.millrace.rollout.sandbox.FakeSandbox;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Sandboxes in memory that can be forked and have shells.
final class ForkingProvider implements SandboxProvider {
  @Override
  public String description() {
    return "forking";
  }

  @Override
  public Sandbox create(Environment environment) {
    return new Forking(new FakeSandbox(environment.workdir(), new FakeCommands()));
  }

  @Override
  public void close() {
    // Its sandboxes are closed by the tests.
  }

  private record Forking(FakeSandbox fake) implements Sandbox {
    @Override
    public String workdir() {
      return fake.workdir();
    }

    @Override
    public ExecResult exec(Command command) throws InterruptedException {
      return fake.exec(command);
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) {
      return fake.read(path, maxBytes);
    }

    @Override
    public boolean write(String path, byte[] content) {
      return fake.write(path, content);
    }

    @Override
    public void copyIn(Path hostDirectory, String path) {
      fake.copyIn(hostDirectory, path);
    }

    @Override
    public WorkspaceDelta capture(long maxBytes) {
      return fake.capture(maxBytes);
    }

    @Override
    public void apply(WorkspaceDelta delta) {
      fake.apply(delta);
    }

    @Override
    public Sandbox fork() {
      FakeSandbox next = new FakeSandbox(workdir(), new FakeCommands());
      next.apply(capture(1 << 20));
      return new Forking(next);
    }

    @Override
    public Shell shell(Command.Limits limits) {
      return new Echo();
    }

    @Override
    public void close() {
      fake.close();
    }
  }

  /// Says what it is told.
  private static final class Echo implements Shell {
    @Override
    public ExecResult run(String script, Duration time) {
      return FakeSandbox.exited(0, script);
    }

    @Override
    public void close() {
      // There is nothing to end.
    }
  }
}
