package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sandboxes in memory: a map from absolute path to content, and a function for a shell.
public final class MemorySandboxes implements SandboxProvider {
  /// What a command does to the files.
  public interface Shell {
    ExecResult run(Command command, SortedMap<String, byte[]> files) throws InterruptedException;
  }

  private final Map<String, String> originals;
  private final Shell shell;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();

  public MemorySandboxes(Map<String, String> originals, Shell shell) {
    this.originals = originals;
    this.shell = shell;
  }

  /// A shell whose every test run ends with this output and leaves these files behind.
  public static Shell testRun(String output, Map<String, String> leaves) {
    return (command, files) -> {
      leaves.forEach((path, text) -> files.put(path, bytes(text)));
      return exited(0, output);
    };
  }

  public static ExecResult exited(int status, String output) {
    return new ExecResult(status, output, "", ExecResult.End.EXITED, Duration.ZERO);
  }

  public static WorkspaceDelta delta(DeltaEntry... entries) {
    return DeltaArchive.encode(List.of(entries), Long.MAX_VALUE);
  }

  public static DeltaEntry file(String path, String text) {
    return new DeltaEntry.File(path, 0644, bytes(text));
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public int created() {
    return created.get();
  }

  public int open() {
    return open.get();
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public Sandbox create(Environment environment) {
    created.incrementAndGet();
    open.incrementAndGet();
    return new Memory(environment.workdir());
  }

  @Override
  public void close() {}

  private final class Memory implements Sandbox {
    private final String workdir;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private boolean closed;

    Memory(String workdir) {
      this.workdir = workdir;
      originals.forEach((path, text) -> files.put(path, bytes(text)));
    }

    @Override
    public String workdir() {
      return workdir;
    }

    @Override
    public ExecResult exec(Command command) throws InterruptedException {
      List<String> argv = command.argv();
      if (argv.getFirst().equals("find")) {
        List<String> roots = argv.subList(2, argv.indexOf("-type"));
        return exited(
            0,
            files.keySet().stream()
                .filter(
                    file -> roots.stream().anyMatch(root -> Paths.isBelow(file.substring(1), root)))
                .collect(Collectors.joining("\0")));
      }
      if (argv.getLast().equals("/tests/test.sh")) {
        files.keySet().removeIf(path -> path.startsWith("/logs/verifier"));
      }
      return shell.run(command, files);
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) {
      byte[] content = files.get(absolute(path));
      if (content != null && content.length > maxBytes) {
        throw new FailureException(new Failure.Sandbox(path + " is over " + maxBytes + " bytes"));
      }
      return Optional.ofNullable(content);
    }

    @Override
    public boolean write(String path, byte[] content) {
      files.put(absolute(path), content);
      return true;
    }

    @Override
    public void copyIn(Path hostDirectory, String path) {
      try (Stream<Path> found = Files.walk(hostDirectory)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          files.put(path + "/" + hostDirectory.relativize(file), Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public WorkspaceDelta capture(long maxBytes) {
      return DeltaArchive.encode(
          files.entrySet().stream()
              .filter(file -> !isOriginal(file.getKey(), file.getValue()))
              .<DeltaEntry>map(
                  file -> new DeltaEntry.File(file.getKey().substring(1), 0644, file.getValue()))
              .toList(),
          maxBytes);
    }

    private boolean isOriginal(String path, byte[] content) {
      String original = originals.get(path);
      return original != null && Arrays.equals(bytes(original), content);
    }

    @Override
    public void apply(WorkspaceDelta delta) {
      for (DeltaEntry entry : DeltaArchive.decode(delta)) {
        String path = "/" + entry.path();
        switch (entry) {
          case DeltaEntry.File(_, _, byte[] content) -> files.put(path, content);
          case DeltaEntry.Directory(_, _, var contents) -> {
            if (contents == DeltaEntry.Contents.REPLACED) {
              remove(path);
            }
          }
          case DeltaEntry.Deleted _, DeltaEntry.Link _, DeltaEntry.Pipe _ -> remove(path);
        }
      }
    }

    private void remove(String path) {
      files.keySet().removeIf(file -> file.equals(path) || file.startsWith(path + "/"));
    }

    private String absolute(String path) {
      return path.startsWith("/") ? path : workdir + "/" + path;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
    }
  }
}
