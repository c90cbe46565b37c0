package dev.millrace.rollout.sandbox;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A sandbox in memory: files are real, what commands do is scripted. Anything that a test asks of
/// it and that its script does not know ends with status 127, as an unknown program does.
public final class FakeSandbox implements Sandbox {
  private final String workdir;
  private final FakeCommands commands;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final List<Command> executed = new ArrayList<>();
  private boolean closed;

  public FakeSandbox(String workdir, FakeCommands commands) {
    this.workdir = workdir;
    this.commands = commands;
  }

  @Override
  public String workdir() {
    return workdir;
  }

  @Override
  public ExecResult exec(Command command) throws InterruptedException {
    checkOpen();
    executed.add(command);
    return commands.run(command, this);
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) {
    checkOpen();
    byte[] content = files.get(absolute(path));
    if (content != null && content.length > maxBytes) {
      throw new FailureException(new Failure.Sandbox(path + " is larger than " + maxBytes));
    }
    return Optional.ofNullable(content).map(byte[]::clone);
  }

  @Override
  public boolean write(String path, byte[] content) {
    checkOpen();
    String absolute = absolute(path);
    boolean isDirectory = !files.subMap(absolute + "/", absolute + "0").isEmpty();
    boolean isBelowFile = files.keySet().stream().anyMatch(f -> absolute.startsWith(f + "/"));
    if (isDirectory || isBelowFile) {
      return false;
    }
    files.put(absolute, content.clone());
    return true;
  }

  @Override
  public void copyIn(Path hostDirectory, String path) {
    checkOpen();
    try (var paths = Files.walk(hostDirectory)) {
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        write(absolute(path) + "/" + hostDirectory.relativize(file), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public WorkspaceDelta capture(long maxBytes) {
    checkOpen();
    List<DeltaEntry> entries = new ArrayList<>();
    files.forEach(
        (path, content) -> entries.add(new DeltaEntry.File(path.substring(1), 0644, content)));
    return DeltaArchive.encode(entries, maxBytes);
  }

  @Override
  public void apply(WorkspaceDelta delta) {
    checkOpen();
    for (DeltaEntry entry : DeltaArchive.decode(delta)) {
      if (entry instanceof DeltaEntry.File(String path, int _, byte[] content)) {
        write("/" + path, content);
      } else if (entry instanceof DeltaEntry.Deleted(String path)) {
        files.remove("/" + path);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  /// The commands so far, in order.
  public List<Command> executed() {
    return List.copyOf(executed);
  }

  /// A result as a command that ended by itself gives it.
  public static ExecResult exited(int code, String stdout) {
    return new ExecResult(code, stdout, "", ExecResult.End.EXITED, Duration.ofMillis(1));
  }

  /// A file's text, or empty.
  public Optional<String> text(String path) {
    return read(path, Integer.MAX_VALUE).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private String absolute(String path) {
    return Path.of(workdir).resolve(path).normalize().toString();
  }

  private void checkOpen() {
    if (closed) {
      throw new FailureException(new Failure.Sandbox("the sandbox is closed"));
    }
  }
}
