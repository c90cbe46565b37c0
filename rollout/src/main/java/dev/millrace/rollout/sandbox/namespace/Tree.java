package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Ended;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The mounted tree of one sandbox and what runs over it. Commands, forks and shells are for one
/// thread at a time; [#close] is for any.
final class Tree implements AutoCloseable {
  private final Workshop workshop;
  private final Family family;
  private final Holder holder;
  private final Outlet outlet;
  private final Place place;
  // Changed by the owner's thread only.
  private final Layers layers;
  private final Watch watch;
  private final Set<OpenShell> shells = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  // Both guarded by the lock.
  private boolean busy;
  private boolean closed;

  /// Where a tree is mounted.
  ///
  /// @param outlet closed with the tree
  private record Site(Family family, Holder holder, Outlet outlet) {}

  private Tree(Workshop workshop, Site site, Place place, Layers layers) {
    this.workshop = workshop;
    this.family = site.family();
    this.holder = site.holder();
    this.outlet = site.outlet();
    this.place = place;
    this.layers = layers;
    this.watch =
        workshop
            .watchdog()
            .map(dog -> dog.over(new Running(), workshop.holders().settings().bounds().processes()))
            .orElse(Watch.NONE);
  }

  /// What runs in the sandbox.
  private final class Running implements Watch.Subject {
    @Override
    public List<Long> roots() {
      List<Long> roots = new ArrayList<>(List.of(holder.pid()));
      shells.forEach(shell -> roots.add(shell.pid()));
      return roots;
    }

    @Override
    public void strike() {
      holder.strike();
      shells.forEach(OpenShell::strike);
    }
  }

  /// Mounts a fresh tree for the same environment, which shares nothing with this one.
  Tree another() throws InterruptedException {
    try {
      return mount(workshop, place.bare().ofFork());
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot make a sandbox: " + e), e);
    }
  }

  /// Whether one more frozen layer would be too many.
  boolean isDeep() {
    return layers.areMany();
  }

  /// Mounts a fresh tree at a place that has what is attached, but no mount points.
  static Tree mount(Workshop workshop, Place place) throws IOException, InterruptedException {
    Outlet outlet = outlet(workshop, place);
    Family family = null;
    try {
      Holder holder = workshop.holders().take(outlet);
      family = new Family(workshop.holders(), holder);
      return mount(workshop, new Site(family, holder, outlet), place, List.of());
    } finally {
      if (family == null) {
        outlet.close();
      }
    }
  }

  private static Outlet outlet(Workshop workshop, Place place)
      throws IOException, InterruptedException {
    return workshop.outlets().open(place.terms().network(), place.attachments().decisions());
  }

  private static Tree mount(Workshop workshop, Site site, Place place, List<Overlay> frozen)
      throws IOException, InterruptedException {
    boolean isMounted = false;
    try {
      Layers layers = Layers.over(workshop, site.holder(), frozen);
      var tree = new Tree(workshop, site, layers.withMountPoints(place), layers);
      tree.layers.mount(tree.place);
      isMounted = true;
      workshop.open().add(tree);
      return tree;
    } finally {
      if (!isMounted) {
        site.outlet().close();
        site.family().leave(false);
      }
    }
  }

  Place place() {
    return place;
  }

  /// What was changed, the newest layer first, where this process can walk it.
  List<Overlay> changed() {
    return layers.changed();
  }

  /// Whether nothing of the sandbox runs, as far as its owner's thread is concerned.
  boolean isAtRest() {
    check();
    return shells.isEmpty();
  }

  /// Ends the shells.
  void rest() {
    check();
    List.copyOf(shells).forEach(OpenShell::close);
  }

  private void check() {
    lock.lock();
    try {
      if (closed) {
        throw new FailureException(new Failure.Sandbox("the sandbox is closed"));
      }
    } finally {
      lock.unlock();
    }
  }

  /// @throws FailureException with `Failure.Sandbox` when the command was not started, or its end
  ///     is not known
  Ended run(Command command) throws InterruptedException {
    begin();
    try {
      var files = holder.files();
      var launching = workshop.launching();
      if (shells.isEmpty()) {
        workshop.holders().settle(holder);
      }
      workshop.holders().limitMemory(holder, command.limits().memoryBytes());
      watch.begin(command.limits().memoryBytes());
      var ended =
          holder.run(
              Holder.Request.of(
                  command, launching.run(files, new Launching.ToRun(command, place))));
      ExecResult.End killed = watch.reason();
      if (killed != null) {
        return ended.by(killed);
      }
      if (ended.hasExited() && ended.exitCode() != 0 && !launching.hasExited(files)) {
        throw new FailureException(new Failure.Sandbox(LauncherStatus.of(files).notStarted(ended)));
      }
      launching.settle(holder);
      return ended;
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot run a command in " + holder.files().directory() + ": " + e),
          e);
    } finally {
      finish();
    }
  }

  private void begin() {
    lock.lock();
    try {
      check();
      busy = true;
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    lock.lock();
    try {
      busy = false;
    } finally {
      lock.unlock();
    }
    unwatch();
  }

  private void unwatch() {
    if (shells.isEmpty()) {
      watch.end();
    }
  }

  private void remove(OpenShell shell) {
    shells.remove(shell);
    unwatch();
  }

  OpenShell shell(Command.Limits limits) throws InterruptedException {
    begin();
    try {
      if (shells.isEmpty()) {
        workshop.holders().settle(holder);
      }
      var shell =
          new ShellStart(workshop, family.first(), holder, outlet, place)
              .open(limits, watch, this::remove);
      shells.add(shell);
      return shell;
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot open a shell: " + e), e);
    } finally {
      finish();
    }
  }

  /// Freezes what was changed and goes on over it, here and in the tree returned. Not for a deep
  /// one.
  Tree fork() throws InterruptedException {
    rest();
    begin();
    try {
      return beside(place.ofFork(), layers.freeze(place));
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot fork a sandbox: " + e), e);
    } finally {
      finish();
    }
  }

  private Tree beside(Place other, List<Overlay> frozen) throws IOException, InterruptedException {
    Outlet own = outlet(workshop, other);
    boolean isJoined = false;
    try {
      Holder holder = workshop.holders().beside(family.first(), own);
      family.join(holder);
      isJoined = true;
      return mount(workshop, new Site(family, holder, own), other, frozen);
    } finally {
      if (!isJoined) {
        own.close();
      }
    }
  }

  /// What goes with the record of its episode.
  Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>(place.terms().facts());
    facts.putAll(outlet.facts());
    return facts;
  }

  /// Unmounts the tree and leaves its files, for whoever moves them away before it is closed.
  Overlay detach() throws IOException, InterruptedException {
    rest();
    return layers.detach();
  }

  @Override
  public void close() {
    boolean wasBusy;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      wasBusy = busy;
    } finally {
      lock.unlock();
    }
    List.copyOf(shells).forEach(OpenShell::close);
    workshop.open().remove(this);
    watch.end();
    outlet.close();
    boolean isReusable = outlet.entering().isEmpty();
    family.leave(!wasBusy && layers.clean() && isReusable);
  }
}
