package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Times what sandboxes do, as `ROLE_setup`, `ROLE_exec`, `ROLE_files`, `ROLE_capture`,
/// `ROLE_apply` and `ROLE_close`.
record TimedSandboxes(SandboxProvider real, String role, Meter meter) implements SandboxProvider {
  @Override
  public String description() {
    return real.description();
  }

  @Override
  public Protections protections() {
    return real.protections();
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    return new Timed(meter.time(role + "_setup", () -> real.create(environment)), role, meter);
  }

  @Override
  public Sandbox create(Environment environment, Attachments attachments)
      throws InterruptedException {
    return new Timed(
        meter.time(role + "_setup", () -> real.create(environment, attachments)), role, meter);
  }

  @Override
  public void close() {
    real.close();
  }

  private record Timed(Sandbox real, String role, Meter meter) implements Sandbox {
    @Override
    public String workdir() {
      return real.workdir();
    }

    @Override
    public ExecResult exec(Command command) throws InterruptedException {
      return meter.time(role + "_exec", () -> real.exec(command));
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
      return meter.time(role + "_files", () -> real.read(path, maxBytes));
    }

    @Override
    public Found look(String path, int maxBytes) throws InterruptedException {
      return meter.time(role + "_files", () -> real.look(path, maxBytes));
    }

    @Override
    public boolean write(String path, byte[] content) throws InterruptedException {
      return meter.time(role + "_files", () -> real.write(path, content));
    }

    @Override
    public void copyIn(Path hostDirectory, String path) throws InterruptedException {
      meter.timeStep(role + "_files", () -> real.copyIn(hostDirectory, path));
    }

    @Override
    public WorkspaceDelta capture(long maxBytes) throws InterruptedException {
      return meter.time(role + "_capture", () -> real.capture(maxBytes));
    }

    @Override
    public void apply(WorkspaceDelta delta) throws InterruptedException {
      meter.timeStep(role + "_apply", () -> real.apply(delta));
    }

    @Override
    public Map<String, String> facts() {
      return real.facts();
    }

    @Override
    public void close() {
      meter.timeStep(role + "_close", real::close);
    }
  }
}
