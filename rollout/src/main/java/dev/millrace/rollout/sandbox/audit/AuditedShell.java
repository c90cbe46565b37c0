package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Shell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A shell whose scripts are recorded.
final class AuditedShell implements Shell {
  private final Shell shell;
  private final long number;
  private final Recorder recorder;

  /// @param number of its entry
  AuditedShell(Shell shell, long number, Recorder recorder) {
    this.shell = shell;
    this.number = number;
    this.recorder = recorder;
  }

  @Override
  public ExecResult run(String script, Duration time) throws InterruptedException {
    AuditEvent.Traced traced = Digests.ofScript(script);
    return recorder.record(
        AuditEvent.Operation.SCRIPT,
        traced.beginning(),
        () -> shell.run(script, time),
        result ->
            new AuditEvent.ShellRan(
                number,
                traced,
                result.end().name(),
                result.exitCode(),
                result.duration().toNanos() / 1000,
                bytes(result)));
  }

  /// How much output a result holds.
  static long bytes(ExecResult result) {
    return (long) result.stdout().getBytes(StandardCharsets.UTF_8).length
        + result.stderr().getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public void close() {
    shell.close();
  }
}
