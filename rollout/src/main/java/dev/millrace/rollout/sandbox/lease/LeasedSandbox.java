package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A sandbox for as long as its lease lasts. Each call is use.
final class LeasedSandbox implements Sandbox {
  private final Sandbox sandbox;
  private final Lease lease;
  private final LeasedProvider provider;

  LeasedSandbox(Sandbox sandbox, Lease lease, LeasedProvider provider) {
    this.sandbox = sandbox;
    this.lease = lease;
    this.provider = provider;
  }

  Lease lease() {
    return lease;
  }

  @Override
  public Map<String, String> facts() {
    return sandbox.facts();
  }

  @Override
  public String workdir() {
    return sandbox.workdir();
  }

  @Override
  public ExecResult exec(Command command) throws InterruptedException {
    return lease.use(() -> sandbox.exec(command));
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
    return lease.use(() -> sandbox.read(path, maxBytes));
  }

  @Override
  public Found look(String path, int maxBytes) throws InterruptedException {
    return lease.use(() -> sandbox.look(path, maxBytes));
  }

  @Override
  public boolean write(String path, byte[] content) throws InterruptedException {
    return lease.use(() -> sandbox.write(path, content));
  }

  @Override
  public void copyIn(Path hostDirectory, String path) throws InterruptedException {
    lease.use(
        () -> {
          sandbox.copyIn(hostDirectory, path);
          return path;
        });
  }

  @Override
  public WorkspaceDelta capture(long maxBytes) throws InterruptedException {
    return lease.use(() -> sandbox.capture(maxBytes));
  }

  @Override
  public void apply(WorkspaceDelta delta) throws InterruptedException {
    lease.use(
        () -> {
          sandbox.apply(delta);
          return delta;
        });
  }

  @Override
  public Sandbox fork() throws InterruptedException {
    return lease.use(() -> provider.forked(lease, sandbox::fork));
  }

  @Override
  public Shell shell(Command.Limits limits) throws InterruptedException {
    return new LeasedShell(lease.use(() -> sandbox.shell(limits)), lease);
  }

  @Override
  public void close() {
    if (lease.end("is closed")) {
      release();
    }
  }

  /// Closes what is leased, after the lease was ended.
  void release() {
    provider.release(this, sandbox);
  }
}
