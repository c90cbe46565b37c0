package dev.millrace.rollout.sandbox.lease;

import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Shell;
import java.time.Duration;

/// A shell whose scripts are use of its sandbox.
record LeasedShell(Shell shell, Lease lease) implements Shell {
  @Override
  public ExecResult run(String script, Duration time) throws InterruptedException {
    return lease.use(() -> shell.run(script, time));
  }

  @Override
  public void close() {
    shell.close();
  }
}
