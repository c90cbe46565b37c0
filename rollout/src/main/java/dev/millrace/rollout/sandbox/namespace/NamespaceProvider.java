package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Sandboxes out of Linux namespaces over this host's own /usr, for root and for ordinary users.
///
/// Each command gets user, mount, pid, ipc, uts and network namespaces of its own, so nothing
/// outlives it and nothing stays mounted, not even when this process is killed. The memory limit of
/// a
/// command is one on the address space of each of its processes (RLIMIT_AS): programs that reserve
/// much more than they use, such as a JVM, need a generous one.
public final class NamespaceProvider implements SandboxProvider {
  private static final Environment PROBE = new Environment(List.of(), Map.of(), "/", null, "probe");
  private static final Command.Limits PROBE_LIMITS =
      new Command.Limits(Duration.ofSeconds(20), 1L << 30, 4096);

  private final Launcher launcher;
  private final Path base;
  private final LayerCache layers;
  private final Spaces spaces;
  private final Set<NamespaceSandbox> open = ConcurrentHashMap.newKeySet();

  /// @param building on the cache's file system, for a finished layer is renamed into it
  private record Spaces(ScratchSpace scratch, ScratchSpace building) {}

  private NamespaceProvider(Launcher launcher, Path base, LayerCache layers, Spaces spaces) {
    this.launcher = launcher;
    this.base = base;
    this.layers = layers;
    this.spaces = spaces;
  }

  /// Opens a provider with bubblewrap where it is installed and works, else with unshare.
  ///
  /// @param cacheDirectory for layers; may be shared by processes and outlives them
  /// @param scratchDirectory for the files that sandboxes change; on a disk file system
  /// @throws FailureException with `Failure.Sandbox` that says what to change when no sandbox can
  /// be
  ///     made here
  public static NamespaceProvider open(Path cacheDirectory, Path scratchDirectory) {
    return new Opening(Host.local(), cacheDirectory, scratchDirectory).open();
  }

  /// Opens a provider with the mechanism given.
  ///
  /// @throws FailureException as [#open(Path, Path)]
  public static NamespaceProvider open(
      Mechanism mechanism, Path cacheDirectory, Path scratchDirectory) {
    return new Opening(Host.local(), cacheDirectory, scratchDirectory).open(mechanism);
  }

  static NamespaceProvider of(Launcher launcher, Path cache, Path scratch) throws IOException {
    return new NamespaceProvider(
        launcher,
        cache.resolve("base"),
        new LayerCache(cache.resolve("layers")),
        new Spaces(ScratchSpace.open(scratch), ScratchSpace.open(cache.resolve("building"))));
  }

  @Override
  public String description() {
    return launcher.mechanism().description();
  }

  /// Runs `true` in a sandbox.
  ExecResult probe() throws InterruptedException {
    try (var sandbox = fresh(spaces.scratch(), PROBE, hostOnly(), Attachments.NONE)) {
      return sandbox.exec(Command.of(List.of("true"), PROBE_LIMITS));
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot make a sandbox: " + e), e);
    }
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    return create(environment, Attachments.NONE);
  }

  @Override
  public Sandbox create(Environment environment, Attachments attachments)
      throws InterruptedException {
    try {
      Path layer = layers.layer(environment, this::build);
      var lowers =
          new Lowers(
              List.of(layer.resolve("root"), base.resolve("root")),
              List.of(layer.resolve("usr"), Path.of("/usr")));
      return fresh(spaces.scratch(), environment, lowers, attachments);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "cannot make a sandbox for environment " + environment.digest() + ": " + e),
          e);
    }
  }

  private Overlay build(Environment environment) throws IOException, InterruptedException {
    var inRoot = new Environment(List.of(), Map.of(), "/", null, environment.digest());
    var sandbox = fresh(spaces.building(), inRoot, hostOnly(), Attachments.NONE);
    boolean built = false;
    try {
      new LayerBuilder(environment).build(sandbox);
      built = true;
      return sandbox.release();
    } finally {
      if (!built) {
        sandbox.close();
      }
    }
  }

  private Lowers hostOnly() {
    return new Lowers(List.of(base.resolve("root")), List.of(Path.of("/usr")));
  }

  private NamespaceSandbox fresh(
      ScratchSpace space, Environment environment, Lowers below, Attachments attachments)
      throws IOException {
    var overlay = Overlay.create(space.fresh());
    var lowers = below.over(MountPoints.make(overlay.points(), attachments));
    String fstab =
        switch (launcher.mechanism()) {
          case BUBBLEWRAP -> Fstab.merged(overlay, lowers, attachments);
          case UNSHARE -> Fstab.staged(overlay, lowers, base, attachments);
        };
    Files.writeString(overlay.fstab(), fstab);
    var place =
        new Launcher.Place(overlay, environment.workdir(), environment.variables(), attachments);
    var sandbox = new NamespaceSandbox(launcher, place, lowers, open::remove);
    open.add(sandbox);
    return sandbox;
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(NamespaceSandbox::close);
    launcher.processes().close();
    for (ScratchSpace space : Stream.of(spaces.scratch(), spaces.building()).toList()) {
      try {
        space.close();
      } catch (IOException e) {
        throw new FailureException(
            new Failure.Sandbox("cannot remove the scratch directory: " + e), e);
      }
    }
  }
}
