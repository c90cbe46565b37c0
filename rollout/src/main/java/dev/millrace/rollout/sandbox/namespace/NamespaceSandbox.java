package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A sandbox whose files are two overlays and whose commands each get namespaces of their own.
/// Files
/// are read and written by commands inside, so that no path of the agent's is resolved on the host.
final class NamespaceSandbox implements Sandbox {
  private static final int NO_SUCH_FILE = 44;
  private static final int KILLED = 137;
  private static final int CANNOT_EXECUTE = 126;
  private static final Set<String> MOUNT_POINTS = Set.of("dev", "proc", "usr");
  private static final Command.Limits OWN_LIMITS =
      new Command.Limits(Duration.ofMinutes(2), 4L << 30, 4096);

  private final Launcher launcher;
  private final Launcher.Place place;
  private final Lowers lowers;
  private final Consumer<NamespaceSandbox> whenClosed;
  private final RunningProcess running = new RunningProcess();

  NamespaceSandbox(
      Launcher launcher,
      Launcher.Place place,
      Lowers lowers,
      Consumer<NamespaceSandbox> whenClosed) {
    this.launcher = launcher;
    this.place = place;
    this.lowers = lowers;
    this.whenClosed = whenClosed;
  }

  @Override
  public String workdir() {
    return place.workdir();
  }

  @Override
  public ExecResult exec(Command command) throws InterruptedException {
    if (Stream.concat(command.argv().stream(), command.variables().values().stream())
        .anyMatch(word -> word.indexOf('\0') >= 0)) {
      String message = "cannot execute: a word of the command holds a NUL byte\n";
      return new ExecResult(CANNOT_EXECUTE, message, "", ExecResult.End.EXITED, Duration.ZERO);
    }
    var ended = run(command);
    return new ExecResult(
        ended.timedOut() ? KILLED : ended.exitCode(),
        ended.stdout().text(),
        ended.stderr().text(),
        ended.timedOut() ? ExecResult.End.TIMED_OUT : ExecResult.End.EXITED,
        ended.took());
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
    if (path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return switch (direct(path, maxBytes)) {
      case DirectRead.Found.Content(byte[] bytes) -> Optional.of(bytes);
      case DirectRead.Found.Absent _ -> Optional.empty();
      case DirectRead.Found.TooLarge _ -> throw tooLarge(path, maxBytes);
      case DirectRead.Found.Unsure _ -> readInside(path, maxBytes);
    };
  }

  private DirectRead.Found direct(String path, int maxBytes) {
    if (running.isClosed()) {
      throw failure("the sandbox is closed");
    }
    if (!place.attachments().directories().isEmpty()) {
      // A link may lead into what is mounted over the layers.
      return new DirectRead.Found.Unsure();
    }
    List<Path> layers =
        Stream.concat(Stream.of(place.overlay().root()), lowers.root().stream()).toList();
    try {
      return new DirectRead(layers).read(Path.of(place.workdir()).resolve(path), maxBytes);
    } catch (IOException | InvalidPathException e) {
      return new DirectRead.Found.Unsure();
    }
  }

  private static FailureException tooLarge(String path, int maxBytes) {
    return failure(path + " is larger than the " + maxBytes + " bytes allowed for a read");
  }

  private Optional<byte[]> readInside(String path, int maxBytes) throws InterruptedException {
    String script =
        "[ -f \"$1\" ] && [ -r \"$1\" ] || exit " + NO_SUCH_FILE + "; exec head -c \"$2\" <\"$1\"";
    long most = maxBytes + 1L;
    // With one byte more than allowed nothing is cut, and what is too large shows.
    var limits =
        new Command.Limits(
            OWN_LIMITS.time(),
            OWN_LIMITS.memoryBytes(),
            (int) Math.min(most, Integer.MAX_VALUE - 8));
    var ended = run(own(List.of(script, path, Long.toString(most)), limits));
    if (ended.exitCode() == NO_SUCH_FILE) {
      return Optional.empty();
    }
    byte[] content = ended.stdout().kept();
    check(ended, "read " + path);
    if (content.length > maxBytes) {
      throw tooLarge(path, maxBytes);
    }
    return Optional.of(content);
  }

  @Override
  public boolean write(String path, byte[] content) throws InterruptedException {
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      return false;
    }
    String script = "case $1 in */*) mkdir -p -- \"${1%/*}/\" || exit 1;; esac; exec cat >\"$1\"";
    return run(own(List.of(script, path), OWN_LIMITS).withStdin(content)).exitCode() == 0;
  }

  @Override
  public void copyIn(Path hostDirectory, String path) throws InterruptedException {
    try {
      unpack(HostTree.read(hostDirectory), path);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot copy " + hostDirectory + " into a sandbox: " + e), e);
    }
  }

  /// Unpacks a tree below a directory, which is made where there is none.
  void unpack(List<DeltaEntry> tree, String directory) throws InterruptedException {
    String script =
        "mkdir -p -- \"$1\" && exec tar -x -p --no-same-owner --delay-directory-restore -f - -C"
            + " \"$1\"";
    byte[] archive = DeltaArchive.tree(tree);
    check(run(own(List.of(script, directory), OWN_LIMITS).withStdin(archive)), "unpack files");
  }

  @Override
  public WorkspaceDelta capture(long maxBytes) {
    var overlay = place.overlay();
    try {
      var root =
          new UpperWalk(
              overlay.root(),
              new LowerView(lowers.root()),
              name -> !MOUNT_POINTS.contains(name),
              maxBytes);
      var usr =
          new UpperWalk(
              overlay.usr(),
              new LowerView(lowers.usr()),
              name -> !name.endsWith("__pycache__"),
              maxBytes);
      List<DeltaEntry> entries = new ArrayList<>(root.changes(""));
      entries.addAll(usr.changes("usr/"));
      return DeltaArchive.encode(entries, maxBytes);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot capture " + overlay.directory() + ": " + e), e);
    }
  }

  @Override
  public void apply(WorkspaceDelta delta) throws InterruptedException {
    List<DeltaEntry> entries = DeltaArchive.decode(delta);
    StringBuilder replaced = new StringBuilder();
    for (DeltaEntry entry : entries) {
      if (isInTheWay(entry)) {
        replaced.append("./").append(entry.path()).append('\0');
      }
    }
    byte[] names = replaced.toString().getBytes(StandardCharsets.UTF_8);
    byte[] tree =
        DeltaArchive.tree(
            entries.stream().filter(e -> !(e instanceof DeltaEntry.Deleted)).toList());
    // One command for both: the names come first on its input, the archive after them.
    String script =
        "cd / && head -c \"$1\" | xargs -0 -r rm -rf -- && exec tar -x -p --no-same-owner"
            + " --delay-directory-restore -f -";
    byte[] input = Arrays.copyOf(names, names.length + tree.length);
    System.arraycopy(tree, 0, input, names.length, tree.length);
    var unpack = own(List.of(script, Integer.toString(names.length)), OWN_LIMITS);
    check(run(unpack.withStdin(input)), "apply " + delta);
  }

  /// Whether what the sandbox starts from has something at an entry's path that tar would not
  /// replace by itself.
  private boolean isInTheWay(DeltaEntry entry) {
    return switch (entry) {
      case DeltaEntry.Deleted _ -> true;
      case DeltaEntry.Directory directory ->
          directory.contents() == DeltaEntry.Contents.REPLACED || !isDirectory(entry.path(), true);
      default -> isDirectory(entry.path(), false);
    };
  }

  /// @param otherwise what holds where there is nothing
  private boolean isDirectory(String path, boolean otherwise) {
    boolean isUsr = path.startsWith("usr/");
    LowerView view = new LowerView(isUsr ? lowers.usr() : lowers.root());
    try {
      return view.find(Path.of(isUsr ? path.substring("usr/".length()) : path))
          .map(node -> node.kind() == Node.Kind.DIRECTORY)
          .orElse(otherwise);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot look at /" + path + " below a sandbox: " + e), e);
    }
  }

  /// Ends the sandbox and leaves its files to the caller.
  Overlay release() {
    running.close();
    whenClosed.accept(this);
    return place.overlay();
  }

  @Override
  public void close() {
    release();
    try {
      Trees.delete(place.overlay().directory());
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot remove a sandbox's files: " + e), e);
    }
  }

  private static Command own(List<String> scriptAndArguments, Command.Limits limits) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", scriptAndArguments.getFirst()));
    argv.add("sh");
    argv.addAll(scriptAndArguments.subList(1, scriptAndArguments.size()));
    return Command.of(argv, limits);
  }

  private Processes.Ended run(Command command) throws InterruptedException {
    if (running.isClosed()) {
      throw failure("the sandbox is closed");
    }
    return launcher.run(place, command, running);
  }

  private static void check(Processes.Ended ended, String what) {
    if (ended.timedOut() || ended.exitCode() != 0) {
      String said = Arrays.toString(ended.stderr().text().strip().split("\n", 3));
      throw failure("cannot " + what + " in a sandbox: exit " + ended.exitCode() + " " + said);
    }
  }

  private static FailureException failure(String detail) {
    return new FailureException(new Failure.Sandbox(detail));
  }
}
