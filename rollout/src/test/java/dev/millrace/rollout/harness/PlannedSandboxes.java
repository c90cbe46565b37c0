package dev.millrace.rollout.harness;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.ContentDigest;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sandboxes whose files are a map and whose commands are a function.
public final class PlannedSandboxes implements SandboxProvider {
  /// What commands do.
  public interface Commands {
    ExecResult exec(Command command, Map<String, String> files) throws InterruptedException;
  }

  private final Commands commands;
  private final List<Planned> made = new ArrayList<>();

  public PlannedSandboxes(Commands commands) {
    this.commands = commands;
  }

  public static ExecResult exited(int status, String output) {
    return new ExecResult(status, output, "", ExecResult.End.EXITED, Duration.ZERO);
  }

  public static ExecResult timedOut(String output) {
    return new ExecResult(137, output, "", ExecResult.End.TIMED_OUT, Duration.ZERO);
  }

  public int made() {
    return made.size();
  }

  public boolean allClosed() {
    return made.stream().allMatch(sandbox -> sandbox.closed);
  }

  @Override
  public String description() {
    return "planned";
  }

  @Override
  public Sandbox create(Environment environment) {
    Planned sandbox = new Planned(environment.workdir(), commands);
    made.add(sandbox);
    return sandbox;
  }

  @Override
  public void close() {
    made.forEach(Planned::close);
  }

  private static final class Planned implements Sandbox {
    private final String workdir;
    private final Commands commands;
    private final Map<String, String> files = new TreeMap<>();
    private boolean closed;

    Planned(String workdir, Commands commands) {
      this.workdir = workdir;
      this.commands = commands;
    }

    @Override
    public String workdir() {
      return workdir;
    }

    @Override
    public ExecResult exec(Command command) throws InterruptedException {
      return commands.exec(command, files);
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) {
      return Optional.ofNullable(files.get(path))
          .map(text -> bounded(text.getBytes(StandardCharsets.ISO_8859_1), maxBytes));
    }

    @Override
    public boolean write(String path, byte[] content) {
      if (path.startsWith("/proc/")) {
        return false;
      }
      files.put(path, new String(content, StandardCharsets.ISO_8859_1));
      return true;
    }

    @Override
    public void copyIn(Path hostDirectory, String path) {
      files.put(path, "a copy of " + hostDirectory.getFileName());
    }

    @Override
    public WorkspaceDelta capture(long maxBytes) {
      byte[] all = bounded(files.toString().getBytes(StandardCharsets.ISO_8859_1), maxBytes);
      return new WorkspaceDelta(new ContentDigest().text(files.toString()).hex(), all.length, all);
    }

    @Override
    public void apply(WorkspaceDelta delta) {
      files.put("applied", delta.digest());
    }

    @Override
    public void close() {
      closed = true;
    }

    private static byte[] bounded(byte[] bytes, long maxBytes) {
      if (bytes.length > maxBytes) {
        throw new FailureException(new Failure.Sandbox("more than " + maxBytes + " bytes"));
      }
      return bytes;
    }
  }
}
