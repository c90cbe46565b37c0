package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Makes containers: all of them bear labels that say whose they are, none writes a log.
final class Containers {
  static final String OWNER = "millrace.owner";
  static final String HOST = "millrace.host";
  static final String USE = "millrace.use";
  static final String ENVIRONMENT = "millrace.environment";
  static final String RUN = "millrace.run";
  private static final long MAX_FILE_BYTES = 4L << 30;
  private static final long OPEN_FILES = 16_384;
  // Of the user in all, whatever container they are in: not what bounds a sandbox. Left out, Podman
  // asks for more than it may where it lacks the capability to raise limits.
  private static final long USER_PROCESSES = 4096;

  private final Engine engine;
  private final DockerSettings settings;
  private final Map<String, String> labels;
  private final long nanoCpus;

  /// @param cpus that the engine's machine has
  Containers(Engine engine, DockerSettings settings, Whose whose, int cpus) {
    this.engine = engine;
    this.settings = settings;
    this.labels = Map.of(RUN, settings.run(), OWNER, whose.owner().name(), HOST, whose.host());
    this.nanoCpus = (long) (Math.min(cpus, settings.limits().bounds().cpus()) * 1e9);
  }

  /// Who makes containers.
  ///
  /// @param host the name of the machine, for process ids mean nothing on another one
  record Whose(Owner owner, String host) {}

  /// What a container is for; also a label of it and of an image made of it.
  enum Use {
    SANDBOX,
    BUILD,
    /// Runs nothing, so as to show what its image holds.
    REFERENCE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A container that runs its controller.
  record Running(String id, Conversation conversation, Controller controller) {}

  /// Makes a container, and does not start it.
  ///
  /// @param environment the digest of what the image holds or will hold
  String create(String image, Use use, String environment, Attachments attachments)
      throws InterruptedException {
    Map<String, String> all = labels(use, environment);
    return engine.call(
        "create a container of image " + image,
        docker ->
            docker
                .createContainerCmd(image)
                .withLabels(all)
                .withHostName("sandbox")
                .withUser("0:0")
                .withWorkingDir("/")
                .withStdinOpen(true)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withEntrypoint("bash", "--noprofile", "--norc", "-c", script(), "sandbox")
                .withCmd(List.of())
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(config(use, attachments))
                .exec()
                .getId());
  }

  /// Those of whatever is made here.
  Map<String, String> labels(Use use, String environment) {
    Map<String, String> all = new HashMap<>(labels);
    all.put(USE, use.label());
    all.put(ENVIRONMENT, environment);
    return all;
  }

  /// Labels that the sandboxes of this owner have together, and nothing else has.
  Map<String, String> ofSandboxes() {
    String owner = Objects.requireNonNull(labels.get(OWNER));
    return Map.of(OWNER, owner, USE, Use.SANDBOX.label());
  }

  private HostConfig config(Use use, Attachments attachments) {
    var limits = settings.limits();
    boolean isBuild = use == Use.BUILD;
    var config =
        HostConfig.newHostConfig()
            .withNetworkMode(isBuild ? settings.isolation().buildNetwork() : "none")
            .withSecurityOpts(List.of("no-new-privileges"))
            .withMemory(limits.memoryBytes())
            .withMemorySwap(limits.memoryBytes())
            .withPidsLimit((long) limits.bounds().processes())
            .withNanoCPUs(nanoCpus)
            .withUlimits(
                List.of(
                    new Ulimit("nofile", OPEN_FILES, OPEN_FILES),
                    new Ulimit("nproc", USER_PROCESSES, USER_PROCESSES),
                    new Ulimit("core", 0L, 0L),
                    new Ulimit("fsize", MAX_FILE_BYTES, MAX_FILE_BYTES)))
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
            .withMounts(attachments.directories().stream().map(Containers::mount).toList())
            .withTmpFs(scratch(attachments));
    if (!isBuild) {
      // The steps of an environment may change owners, as they may when an engine builds an image.
      config.withCapDrop(Capability.ALL);
    }
    String runtime = settings.isolation().runtime();
    return runtime == null ? config : config.withRuntime(runtime);
  }

  private static Mount mount(Attachments.ReadOnly directory) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(directory.real().toString())
        .withTarget(directory.target())
        .withReadOnly(true);
  }

  private static Map<String, String> scratch(Attachments attachments) {
    Map<String, String> mounts = new HashMap<>();
    for (Attachments.Scratch scratch : attachments.scratch()) {
      mounts.put(scratch.target(), "rw,exec,nosuid,nodev,mode=1777,size=" + scratch.bytes());
    }
    return mounts;
  }

  /// Starts a container, then attaches to it, for Podman does not attach to one that is not
  /// started. Nothing is lost in between: a controller says nothing before it is asked.
  Running start(String container) throws InterruptedException {
    engine.call(
        "start container " + container,
        docker -> {
          docker.startContainerCmd(container).exec();
          return container;
        });
    var conversation = new Conversation(Conversation.Streams.BOTH);
    Duration patience = settings.waits().call();
    engine.stream(
        "attach to container " + container,
        docker ->
            docker
                .attachContainerCmd(container)
                .withStdIn(conversation.input())
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(conversation));
    conversation.awaitConnection(patience);
    var controller = new Controller(engine, container, conversation, settings.waits().transfer());
    return new Running(container, conversation, controller);
  }

  private static String script() {
    try (InputStream script = Containers.class.getResourceAsStream("controller.sh")) {
      if (script == null) {
        throw new IllegalStateException("this build lacks its script controller.sh");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
