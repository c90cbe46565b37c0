package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.model.ChangeLog;
import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.ByteBudget;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.CommandFiles;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Ended;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.LayerBuilder;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A container whose first process runs the commands. What is read and written through a command
/// needs the image's own tools; a capture does not.
final class DockerSandbox implements Sandbox, LayerBuilder.Target {
  // Above the limit that commands have, so that none can take a shell's number.
  private static final AtomicLong SHELLS = new AtomicLong(1_000_000);

  private final Engine engine;
  private final Containers.Running running;
  private final Origin origin;
  private final Controller.Place place;
  private final CommandFiles files = new CommandFiles(this::run);
  // An engine sees a change by a file's size and time, and what is unpacked has no times of its
  // own.
  private final Set<String> changed;
  private final Set<DockerShell> shells = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Where a sandbox comes from.
  ///
  /// @param changedBefore paths that had been changed when it was forked
  record Origin(Family family, Attachments attachments, Set<String> changedBefore) {}

  /// What sandboxes of one environment share.
  interface Family {
    /// A container that still is as the environment's image.
    Containers.Running reference() throws InterruptedException;

    /// A sandbox that starts as the container is.
    Sandbox fork(Containers.Running running, Origin origin, Controller.Place place)
        throws InterruptedException;

    /// Called once, after the container has been removed.
    void closed(DockerSandbox sandbox) throws InterruptedException;
  }

  DockerSandbox(Engine engine, Containers.Running running, Origin origin, Controller.Place place) {
    this.engine = engine;
    this.running = running;
    this.origin = origin;
    this.place = place;
    this.changed = new HashSet<>(origin.changedBefore());
  }

  @Override
  public String workdir() {
    return place.directory();
  }

  @Override
  public ExecResult exec(Command command) throws InterruptedException {
    return Ended.exec(command, this::run);
  }

  private Ended run(Command command) throws InterruptedException {
    requireOpen();
    return running.controller().run(command, place);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new FailureException(new Failure.Sandbox("the sandbox is closed"));
    }
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
    return files.read(path, maxBytes);
  }

  @Override
  public Found look(String path, int maxBytes) throws InterruptedException {
    requireOpen();
    endShells();
    return new Look(engine, running.id()).at(path, maxBytes);
  }

  @Override
  public boolean write(String path, byte[] content) throws InterruptedException {
    return files.write(path, content);
  }

  @Override
  public void copyIn(Path hostDirectory, String path) throws InterruptedException {
    try {
      unpack(HostTree.read(hostDirectory), path);
    } catch (IOException e) {
      throw CommandFiles.unreadable(hostDirectory, e);
    }
  }

  @Override
  public void unpack(List<DeltaEntry> entries, String directory) throws InterruptedException {
    // Not as a path of this host, whose locale may not spell it.
    boolean isAbsolute = directory.startsWith("/");
    String below = isAbsolute ? directory : place.directory() + "/" + directory;
    String target = below.endsWith("/") ? below : below + "/";
    entries.forEach(entry -> changed.add(target + entry.path()));
    files.unpack(entries, directory);
  }

  @Override
  public void apply(WorkspaceDelta delta) throws InterruptedException {
    DeltaArchive.decode(delta).forEach(entry -> changed.add("/" + entry.path()));
    files.apply(delta);
  }

  @Override
  public WorkspaceDelta capture(long maxBytes) throws InterruptedException {
    requireOpen();
    endShells();
    var sides = new ContainerChanges.Sides(running, origin.family().reference());
    var changes =
        new ContainerChanges(engine, sides, origin.attachments(), new ByteBudget(maxBytes));
    return DeltaArchive.encode(changes.among(candidates()), maxBytes);
  }

  /// All paths that may differ from the environment's.
  private Set<String> candidates() throws InterruptedException {
    Set<String> paths = new HashSet<>(changed);
    String what = "list the changes of container " + running.id();
    // The client gives null where nothing has changed.
    Optional<List<ChangeLog>> log =
        engine.call(
            what, docker -> Optional.ofNullable(docker.containerDiffCmd(running.id()).exec()));
    log.orElse(List.of()).forEach(change -> paths.add(change.getPath()));
    return paths;
  }

  @Override
  public Sandbox fork() throws InterruptedException {
    requireOpen();
    endShells();
    var forked = new Origin(origin.family(), origin.attachments(), candidates());
    return origin.family().fork(running, forked, place);
  }

  @Override
  public Shell shell(Command.Limits limits) throws InterruptedException {
    requireOpen();
    long number = SHELLS.incrementAndGet();
    var shell = DockerShell.open(engine, running.id(), number, place, limits, this::end);
    shells.add(shell);
    keepShells();
    return shell;
  }

  private void end(DockerShell shell) {
    shells.remove(shell);
    if (!closed.get()) {
      Engine.completely(this::keepShells);
    }
  }

  private void keepShells() throws InterruptedException {
    running.controller().keep(shells.stream().map(DockerShell::number).toList());
  }

  /// Waits until no command runs.
  void endShells() {
    List.copyOf(shells).forEach(DockerShell::close);
  }

  /// Ends the command that runs, which then has the status of one that was killed.
  void endCommand() throws InterruptedException {
    engine.signal(running.id(), "USR1");
  }

  String container() {
    return running.id();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Engine.completely(
        () -> {
          // First of all: a container whose connection closes ends by itself, and may not be
          // removed
          // meanwhile.
          try {
            engine.remove(running.id());
          } finally {
            endShells();
            running.conversation().close();
            origin.family().closed(this);
          }
        });
  }
}
