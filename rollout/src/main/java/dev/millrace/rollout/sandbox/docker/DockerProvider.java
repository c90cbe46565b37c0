package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.LayerBuilder;
import dev.millrace.rollout.sandbox.Owner;
import dev.millrace.rollout.sandbox.PatientLock;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sandboxes that are containers of Docker Engine, or of Podman behind its Docker-compatible
/// socket.
///
/// An environment becomes an image, once: upon the base image, or as the engine builds its
/// Dockerfile. Each sandbox is a container of it
/// with no network, no capabilities, no way to new privileges, and limits on memory, processes and
/// processor time. A command that is allowed less memory than the sandbox has a limit on the
/// address space of each of its processes. What a dead process of this host has left is removed
/// when one is opened.
public final class DockerProvider implements SandboxProvider {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  // Longer than an engine takes to start a container.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Engine engine;
  private final DockerSettings settings;
  private final Containers containers;
  private final Images images;
  private final EnvironmentImages environments;
  private final Protections protections;
  private final Semaphore starts;
  private final DiskWatch disk;
  private final Map<String, Kin> families = new ConcurrentHashMap<>();
  private final Set<DockerSandbox> open;
  // Newest first: an image of a fork's fork keeps the fork's.
  private final ConcurrentLinkedDeque<String> forkImages = new ConcurrentLinkedDeque<>();

  private DockerProvider(
      Engine engine,
      DockerSettings settings,
      Containers containers,
      DockerfileBuild dockerfiles,
      Protections protections,
      Set<DockerSandbox> open,
      DiskWatch disk) {
    this.engine = engine;
    this.settings = settings;
    this.containers = containers;
    this.images = new Images(engine);
    var demands = new Demands(settings.baseImage());
    this.environments =
        new EnvironmentImages(images, demands, settings.waits().pull(), this::build, dockerfiles);
    this.protections = protections;
    this.starts = new Semaphore(settings.limits().startsAtOnce(), true);
    this.open = open;
    this.disk = disk;
  }

  /// Connects to the engine and removes what dead owners have left there.
  ///
  /// @throws FailureException with `Failure.Sandbox` when the engine does not answer
  public static DockerProvider open(DockerSettings settings) throws InterruptedException {
    var engine = Engine.at(settings.host(), settings.waits().call());
    boolean isOpen = false;
    try {
      var version = engine.call("ask for the version", docker -> docker.versionCmd().exec());
      var info = engine.call("ask for the machine", docker -> docker.infoCmd().exec());
      var whose = new Containers.Whose(Owner.current(), Files.readString(HOST_NAME).strip());
      new Reaper(engine, new Images(engine), whose).reap();
      Integer cpus = info.getNCPU();
      var containers = new Containers(engine, settings, whose, cpus == null ? 1 : cpus);
      var dockerfiles = new DockerfileBuild(settings, containers, whose.owner(), version, info);
      var protections = EngineProtections.of(version.getVersion(), info, settings);
      long diskBytes = settings.limits().bounds().diskBytes();
      Set<DockerSandbox> open = ConcurrentHashMap.newKeySet();
      var disk = DiskWatch.start(engine, containers.ofSandboxes(), diskBytes, open);
      isOpen = true;
      return new DockerProvider(engine, settings, containers, dockerfiles, protections, open, disk);
    } catch (IOException e) {
      throw new FailureException(new Failure.Sandbox("cannot read " + HOST_NAME + ": " + e), e);
    } finally {
      if (!isOpen) {
        engine.close();
      }
    }
  }

  @Override
  public String description() {
    return protections.toString();
  }

  @Override
  public Protections protections() {
    return protections;
  }

  @Override
  public Sandbox create(Environment environment) throws InterruptedException {
    return create(environment, Attachments.NONE);
  }

  @Override
  public Sandbox create(Environment environment, Attachments attachments)
      throws InterruptedException {
    var image = environments.of(environment);
    var family = families.computeIfAbsent(image.id(), id -> new Kin(id, environment.digest()));
    var origin = new DockerSandbox.Origin(family, attachments, Set.of());
    return start(image.id(), origin, place(environment, image, attachments));
  }

  private Controller.Place place(
      Environment environment, Images.Image image, Attachments attachments) {
    Map<String, String> variables = new HashMap<>(Sandbox.VARIABLES);
    variables.putAll(image.variables());
    variables.putAll(environment.variables());
    var scratch = attachments.scratch().stream().map(Attachments.Scratch::target).toList();
    return new Controller.Place(
        environment.workdir(), variables, scratch, settings.limits().memoryBytes());
  }

  private void build(Environment environment, Images.Image base, String tag)
      throws InterruptedException {
    var inRoot = new Environment(List.of(), Map.of(), "/", null, environment.digest());
    var place = place(inRoot, base, Attachments.NONE);
    String id =
        containers.create(base.id(), Containers.Use.BUILD, environment.digest(), Attachments.NONE);
    var family = new Kin(base.id(), environment.digest());
    try (var sandbox =
        adopt(id, new DockerSandbox.Origin(family, Attachments.NONE, Set.of()), place)) {
      new LayerBuilder(environment).build(sandbox);
      images.commit(id, Images.REPOSITORY, tag);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Environment("cannot build environment " + environment.digest() + ": " + e),
          e);
    }
  }

  private DockerSandbox start(String image, DockerSandbox.Origin origin, Controller.Place place)
      throws InterruptedException {
    var patience = settings.waits().call();
    if (!starts.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new FailureException(
          new Failure.Sandbox(
              "no sandbox could be started for "
                  + patience
                  + ": all "
                  + settings.limits().startsAtOnce()
                  + " places where one may start were taken"));
    }
    try {
      String digest = ((Kin) origin.family()).digest;
      String id = containers.create(image, Containers.Use.SANDBOX, digest, origin.attachments());
      return adopt(id, origin, place);
    } finally {
      starts.release();
    }
  }

  private DockerSandbox adopt(String id, DockerSandbox.Origin origin, Controller.Place place)
      throws InterruptedException {
    var sandbox = new DockerSandbox(engine, started(id), origin, place);
    open.add(sandbox);
    return sandbox;
  }

  /// Starts a container, which is removed when that fails.
  private Containers.Running started(String id) throws InterruptedException {
    boolean isStarted = false;
    try {
      var running = containers.start(id);
      isStarted = true;
      return running;
    } finally {
      if (!isStarted) {
        Engine.completely(() -> engine.remove(id));
      }
    }
  }

  /// The sandboxes of one environment.
  private final class Kin implements DockerSandbox.Family {
    private final String image;
    private final String digest;
    private final PatientLock lock;
    private Containers.@Nullable Running reference;

    Kin(String image, String digest) {
      this.image = image;
      this.digest = digest;
      this.lock = new PatientLock("the reference of environment " + digest, PATIENCE);
    }

    @Override
    public Containers.Running reference() throws InterruptedException {
      lock.acquire();
      try {
        Containers.Running made = reference;
        if (made == null) {
          var use = Containers.Use.REFERENCE;
          made = started(containers.create(image, use, digest, Attachments.NONE));
          reference = made;
        }
        return made;
      } finally {
        lock.release();
      }
    }

    @Override
    public Sandbox fork(
        Containers.Running running, DockerSandbox.Origin origin, Controller.Place place)
        throws InterruptedException {
      String forked = images.commit(running.id(), "millrace/fork", Conversation.nonce());
      forkImages.addFirst(forked);
      return start(forked, origin, place);
    }

    @Override
    public void closed(DockerSandbox sandbox) throws InterruptedException {
      open.remove(sandbox);
      removeForkImages();
    }

    void removeReference() throws InterruptedException {
      lock.acquire();
      try {
        if (reference != null) {
          engine.remove(reference.id());
          reference.conversation().close();
          reference = null;
        }
      } finally {
        lock.release();
      }
    }
  }

  /// Those that nothing needs any more.
  private void removeForkImages() throws InterruptedException {
    for (String image : forkImages) {
      if (images.remove(image)) {
        forkImages.remove(image);
      }
    }
  }

  @Override
  public void close() {
    try {
      List.copyOf(open).forEach(DockerSandbox::close);
    } finally {
      disk.close();
    }
    Engine.completely(
        () -> {
          for (Kin family : families.values()) {
            family.removeReference();
          }
          removeForkImages();
          engine.close();
        });
  }
}
