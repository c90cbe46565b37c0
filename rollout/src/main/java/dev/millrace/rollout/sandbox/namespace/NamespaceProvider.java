package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.LayerBuilder;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.network.AllowList;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Sandboxes out of Linux namespaces, over this host's own /usr or an image, for root and for
/// ordinary users.
///
/// Each sandbox has a holder: two sleeping processes of the supervisor's with its mounts. Each
/// command gets user, mount, pid, ipc, uts, network and cgroup namespaces of its own, so nothing
/// outlives it; and nothing outlives the holder, which the kernel ends when this process is killed.
public final class NamespaceProvider implements SandboxProvider {
  private static final Environment PROBE = new Environment(List.of(), Map.of(), "/", null, "probe");
  private static final Command.Limits PROBE_LIMITS =
      new Command.Limits(Duration.ofSeconds(20), 1L << 30, 4096);

  private final Parts parts;
  private final Bases bases;
  private final Set<Tree> open = ConcurrentHashMap.newKeySet();
  private final Outlets outlets;
  private final Optional<Watchdog> watchdog;
  private final Workshop sandboxes;
  private final Workshop buildings;

  /// What a provider is made of.
  ///
  /// @param scratch for the files that sandboxes change
  /// @param building on the cache's file system, for a finished layer is renamed into it
  record Parts(
      Processes processes,
      Launching launching,
      ScratchSpace scratch,
      ScratchSpace building,
      Holders.Settings settings) {}

  NamespaceProvider(Parts parts, Bases bases) throws IOException {
    this.parts = parts;
    this.bases = bases;
    this.outlets = Outlets.in(parts.processes());
    this.watchdog =
        parts.settings().groups().isPresent() ? Optional.empty() : Optional.of(Watchdog.start());
    this.sandboxes = workshop(parts.scratch(), parts.settings());
    this.buildings = workshop(parts.building(), parts.settings().onDisk());
  }

  private Workshop workshop(ScratchSpace scratch, Holders.Settings settings) {
    var holders = new Holders(parts.processes(), parts.launching(), scratch, settings);
    return new Workshop(holders, outlets, parts.launching(), watchdog, open);
  }

  /// Opens a provider; unpacks its image first where that was not done before.
  ///
  /// @throws FailureException with `Failure.Sandbox` that says what to change when no sandbox can
  ///     be made here, with `Failure.Environment` when the image is none
  public static NamespaceProvider open(NamespaceSettings settings) {
    return new Opening(Host.local(), settings).open();
  }

  @Override
  public String description() {
    return protections().toString();
  }

  @Override
  public Protections protections() {
    return ProtectionsHere.of(parts.launching(), parts.settings());
  }

  /// Runs `true` in a sandbox.
  ExecResult probe() throws InterruptedException {
    Base base = bases.usual();
    Place place = place(PROBE, Attachments.NONE, base, base.lowers());
    try (var sandbox = new NamespaceSandbox(Tree.mount(sandboxes, place))) {
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
      Base base = bases.of(environment.needs().base());
      Path layer = bases.layers(base).layer(environment, (made, to) -> build(made, base, to));
      Place place = place(environment, attachments, base, base.under(layer));
      return new NamespaceSandbox(Tree.mount(sandboxes, place));
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "cannot make a sandbox for environment " + environment.digest() + ": " + e),
          e);
    }
  }

  private void build(Environment environment, Base base, Path target)
      throws IOException, InterruptedException {
    var inRoot = new Environment(List.of(), Map.of(), "/", null, environment.digest());
    try (var tree = Tree.mount(buildings, place(inRoot, Attachments.NONE, base, base.lowers()))) {
      new LayerBuilder(environment).build(new NamespaceSandbox(tree));
      Overlay built = tree.detach();
      Files.move(built.root(), target.resolve("root"));
      Files.move(built.usr(), target.resolve("usr"));
    }
  }

  private static Place place(
      Environment environment, Attachments attachments, Base base, Lowers lowers) {
    Map<String, String> variables = new HashMap<>(base.variables());
    variables.putAll(environment.variables());
    var terms = new Place.Terms(network(environment), base.facts());
    return Place.of(environment.workdir(), variables, attachments, lowers, terms);
  }

  private static AllowList network(Environment environment) {
    try {
      return AllowList.of(environment.needs().agents());
    } catch (IllegalArgumentException e) {
      throw new FailureException(
          new Failure.Environment(
              "the allowed hosts of environment " + environment.digest() + ": " + e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(Tree::close);
    sandboxes.holders().close();
    buildings.holders().close();
    watchdog.ifPresent(Watchdog::close);
    try {
      outlets.close();
      parts.processes().close();
      for (ScratchSpace space : List.of(parts.scratch(), parts.building())) {
        space.close();
      }
      if (parts.settings().groups().isPresent()) {
        parts.settings().groups().get().close();
      }
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot remove what sandboxes left: " + e), e);
    }
  }
}
