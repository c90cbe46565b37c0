package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.CommandFiles;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.Ended;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Found;
import dev.millrace.rollout.sandbox.LayerBuilder;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.Shell;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A sandbox whose files are overlays and whose commands each get namespaces of their own. Files
/// are read and written by commands inside, or straight from the layers while nothing runs, so that
/// no path of the agent's is resolved on the host.
final class NamespaceSandbox implements Sandbox, LayerBuilder.Target {
  private static final Set<String> MOUNT_POINTS = Set.of("dev", "proc", "usr");

  private final Tree tree;
  private final CommandFiles files;

  NamespaceSandbox(Tree tree) {
    this.tree = tree;
    this.files = new CommandFiles(tree::run);
  }

  @Override
  public String workdir() {
    return tree.place().workdir();
  }

  @Override
  public ExecResult exec(Command command) throws InterruptedException {
    return Ended.exec(command, tree::run);
  }

  @Override
  public Shell shell(Command.Limits limits) throws InterruptedException {
    return tree.shell(limits);
  }

  @Override
  public Sandbox fork() throws InterruptedException {
    if (!tree.isDeep()) {
      return new NamespaceSandbox(tree.fork());
    }
    // Once in a while a copy: the layers of an overlay are a bounded list.
    WorkspaceDelta changes = capture(Integer.MAX_VALUE);
    var copy = new NamespaceSandbox(tree.another());
    boolean isMade = false;
    try {
      copy.apply(changes);
      isMade = true;
      return copy;
    } finally {
      if (!isMade) {
        copy.close();
      }
    }
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws InterruptedException {
    if (path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return switch (direct(path, maxBytes)) {
      case DirectRead.Found.Content(byte[] bytes, _) -> Optional.of(bytes);
      case DirectRead.Found.Absent _ -> Optional.empty();
      case DirectRead.Found.TooLarge _ -> throw CommandFiles.tooLarge(path, maxBytes);
      case DirectRead.Found.Unsure _ -> files.read(path, maxBytes);
    };
  }

  @Override
  public Found look(String path, int maxBytes) {
    tree.rest();
    return switch (inLayers(path, maxBytes)) {
      case DirectRead.Found.Content(byte[] bytes, Instant changed) ->
          new Found.Content(bytes, Optional.of(changed));
      case DirectRead.Found.Absent _ -> new Found.Absent();
      case DirectRead.Found.TooLarge _ -> new Found.TooLarge();
      case DirectRead.Found.Unsure _ -> new Found.Other();
    };
  }

  private DirectRead.Found direct(String path, int maxBytes) {
    if (!tree.isAtRest() || !tree.place().attachments().directories().isEmpty()) {
      // A process may change a path meanwhile; a link may lead into what is mounted over the
      // layers.
      return new DirectRead.Found.Unsure();
    }
    return inLayers(path, maxBytes);
  }

  private DirectRead.Found inLayers(String path, int maxBytes) {
    Lowers lowers = tree.place().lowers();
    List<Path> layers = new ArrayList<>();
    tree.changed().forEach(overlay -> layers.add(overlay.root()));
    layers.addAll(lowers.root());
    try {
      return new DirectRead(layers, !lowers.usr().isEmpty())
          .read(Path.of(workdir()).resolve(path), maxBytes);
    } catch (IOException | InvalidPathException e) {
      return new DirectRead.Found.Unsure();
    }
  }

  @Override
  public boolean write(String path, byte[] content) throws InterruptedException {
    return files.write(path, content);
  }

  @Override
  public void copyIn(Path hostDirectory, String path) throws InterruptedException {
    files.copyIn(hostDirectory, path);
  }

  @Override
  public void unpack(List<DeltaEntry> entries, String directory) throws InterruptedException {
    files.unpack(entries, directory);
  }

  @Override
  public WorkspaceDelta capture(long maxBytes) {
    tree.rest();
    Lowers lowers = tree.place().lowers();
    boolean isApart = !lowers.usr().isEmpty();
    var changed = tree.changed();
    try {
      var root =
          new UpperWalk(
              changed.stream().map(Overlay::root).toList(),
              new LowerView(lowers.root()),
              name -> !MOUNT_POINTS.contains(name) || (name.equals("usr") && !isApart),
              maxBytes);
      List<DeltaEntry> entries = new ArrayList<>(root.changes(""));
      if (isApart) {
        var usr =
            new UpperWalk(
                changed.stream().map(Overlay::usr).toList(),
                new LowerView(lowers.usr()),
                name -> !name.endsWith("__pycache__"),
                maxBytes);
        entries.addAll(usr.changes("usr/"));
      }
      return DeltaArchive.encode(entries, maxBytes);
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot capture a sandbox: " + e), e);
    }
  }

  @Override
  public void apply(WorkspaceDelta delta) throws InterruptedException {
    files.apply(delta);
  }

  @Override
  public Map<String, String> facts() {
    return tree.facts();
  }

  @Override
  public void close() {
    tree.close();
  }
}
