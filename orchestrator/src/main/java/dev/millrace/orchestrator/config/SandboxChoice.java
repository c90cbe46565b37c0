package dev.millrace.orchestrator.config;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.task.Dockerfiles;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where commands run.
///
/// @param image below every sandbox: for containers a reference, else an archive or a layout of an
///     image; null for this host's own `/usr`, which containers cannot have
/// @param engine of containers, e.g. `unix:///var/run/docker.sock`
/// @param runtime of containers, e.g. `runsc`; null for the engine's default
/// @param cache where layers are kept between runs; relative to the output directory
/// @param processes and threads of one sandbox, 16 to 1,000,000
/// @param cpus of processor time a second that one sandbox may use, 0.01 to 1024
/// @param diskBytes that the changed files of one sandbox may take, from 1 MiB on; they are kept in
///     memory where the kernel allows. In containers what runs is ended where it is more
/// @param controlGroups of sandboxes; without them a watchdog looks at memory and processes
/// @param starts sandboxes that a role makes at once, 1 to 1024; more than the machine has
///     processors only slow each other down
/// @param idle after which a sandbox that nobody uses is taken back
/// @param audit the log of what each episode's sandbox was asked
/// @param images that tasks name
/// @param network that sandboxes have
public record SandboxChoice(
    Provider provider,
    @Nullable String image,
    String engine,
    @Nullable String runtime,
    String cache,
    int processes,
    double cpus,
    long diskBytes,
    ControlGroups controlGroups,
    int starts,
    Duration idle,
    Audit audit,
    @Inline ImageChoice images,
    @Inline NetworkChoice network) {
  public static final SandboxChoice DEFAULT =
      new SandboxChoice(
          Provider.AUTO,
          null,
          "unix:///var/run/docker.sock",
          null,
          "cache",
          Bounds.DEFAULT.processes(),
          Bounds.DEFAULT.cpus(),
          Bounds.DEFAULT.diskBytes(),
          ControlGroups.AUTO,
          4,
          Duration.ofHours(1),
          Audit.CHAINED,
          ImageChoice.DEFAULT,
          NetworkChoice.DEFAULT);

  /// Logs of sandboxes.
  public enum Audit {
    /// One a sandbox, each entry with the hash of the one before.
    CHAINED,
    NONE
  }

  /// Control groups.
  public enum ControlGroups {
    /// Where this user may make them.
    AUTO,
    NONE
  }

  /// The kinds of sandboxes.
  public enum Provider {
    /// `direct` where there is a launcher for the processor, else bubblewrap where it is installed,
    /// else `unshare`.
    AUTO,
    /// Namespaces by a launcher of our own, which needs no program of the machine's.
    DIRECT,
    BUBBLEWRAP,
    UNSHARE,
    /// Containers of Docker Engine, or of Podman's socket.
    DOCKER
  }

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public SandboxChoice(
      Provider provider,
      @Nullable String image,
      String engine,
      @Nullable String runtime,
      String cache,
      int processes,
      double cpus,
      long diskBytes,
      ControlGroups controlGroups,
      int starts,
      Duration idle,
      Audit audit,
      ImageChoice images,
      NetworkChoice network) {
    Check.between(processes, 16, 1_000_000, "sandbox.processes");
    Check.that(cpus >= 0.01 && cpus <= 1024, "sandbox.cpus", "0.01 to 1024", cpus);
    Check.that(diskBytes >= 1 << 20, "sandbox.diskBytes", "at least 1048576", diskBytes);
    Check.between(starts, 1, 1024, "sandbox.starts");
    Check.positive(idle, "sandbox.idle");
    Check.that(
        provider != Provider.DOCKER || image != null,
        "sandbox.image",
        "the image that containers are made of, e.g. python:3.12",
        "unset");
    Check.that(
        provider != Provider.DOCKER || network.hosts().isEmpty(),
        "sandbox.hosts",
        "none for containers, which have no way to listed hosts; take sandbox.provider auto",
        network.hosts());
    Check.that(
        provider != Provider.DOCKER || !images.isUsed(),
        "sandbox.images",
        "none for containers, whose engine has its own images",
        images);
    this.provider = provider;
    this.image = image;
    this.engine = engine;
    this.runtime = runtime;
    this.cache = cache;
    this.processes = processes;
    this.cpus = cpus;
    this.diskBytes = diskBytes;
    this.controlGroups = controlGroups;
    this.starts = starts;
    this.idle = idle;
    this.audit = audit;
    this.images = images;
    this.network = network;
  }

  /// The usual choice but for these.
  public static SandboxChoice of(Provider provider, @Nullable String image, long diskBytes) {
    return new SandboxChoice(
        provider,
        image,
        DEFAULT.engine,
        DEFAULT.runtime,
        DEFAULT.cache,
        DEFAULT.processes,
        DEFAULT.cpus,
        diskBytes,
        DEFAULT.controlGroups,
        DEFAULT.starts,
        DEFAULT.idle,
        DEFAULT.audit,
        DEFAULT.images,
        DEFAULT.network);
  }

  /// Who carries out the Dockerfiles of tasks.
  public Dockerfiles dockerfiles() {
    return provider == Provider.DOCKER ? Dockerfiles.ENGINE : Dockerfiles.STEPS;
  }

  /// What one sandbox may use in all.
  public Bounds bounds() {
    return new Bounds(processes, cpus, diskBytes);
  }
}
