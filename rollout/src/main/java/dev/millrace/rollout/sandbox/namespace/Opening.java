package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.Owner;
import dev.millrace.rollout.sandbox.image.ImageStore;
import dev.millrace.rollout.sandbox.seccomp.Architecture;
import dev.millrace.rollout.sandbox.seccomp.SeccompFilter;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out how sandboxes can be made here, and says why not where they cannot.
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
  private static final Path CONTROL_GROUPS = Path.of("/sys/fs/cgroup");

  private final Host host;
  private final NamespaceSettings settings;

  Opening(Host host, NamespaceSettings settings) {
    this.host = host;
    this.settings = settings;
  }

  NamespaceProvider open() {
    Mechanism wanted = settings.mechanism();
    if (wanted != null) {
      return open(wanted);
    }
    List<Mechanism> likely = new ArrayList<>();
    if (Architecture.current().isPresent()) {
      likely.add(Mechanism.DIRECT);
    }
    if (host.program("bwrap").isPresent()) {
      likely.add(Mechanism.BUBBLEWRAP);
    }
    for (Mechanism mechanism : likely) {
      try {
        return open(mechanism);
      } catch (FailureException e) {
        if (e.failure() instanceof Failure.Environment) {
          throw e;
        }
        LOG.atWarn()
            .setMessage("Sandboxes cannot be made in one way; trying the next")
            .addKeyValue("way", mechanism.program())
            .addKeyValue("reason", e.getMessage())
            .log();
      }
    }
    return open(Mechanism.UNSHARE);
  }

  private NamespaceProvider open(Mechanism mechanism) {
    var diagnosis = new Diagnosis(host, mechanism);
    diagnosis.missing().ifPresent(Opening::fail);
    try {
      try {
        return open(mechanism, Holders.Space.MEMORY);
      } catch (FailureException e) {
        if (e.failure() instanceof Failure.Environment) {
          throw e;
        }
        LOG.atInfo()
            .setMessage("No overlay over a file system in memory; trying the scratch directory")
            .addKeyValue("reason", e.failure().detail())
            .log();
        return open(mechanism, Holders.Space.DISK);
      }
    } catch (FailureException e) {
      // An image that is none: no other way to make sandboxes would do.
      if (e.failure() instanceof Failure.Environment) {
        throw e;
      }
      throw new FailureException(new Failure.Sandbox(diagnosis.explain(e.failure().detail())), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(new Failure.Sandbox("interrupted while probing"), e);
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox(
              "cannot prepare "
                  + settings.cacheDirectory()
                  + " and "
                  + settings.scratchDirectory()
                  + ": "
                  + e),
          e);
    }
  }

  /// Opens a provider and runs a first command.
  private NamespaceProvider open(Mechanism mechanism, Holders.Space space)
      throws IOException, InterruptedException {
    boolean works = false;
    NamespaceProvider provider = provider(mechanism, space);
    try {
      ExecResult result = provider.probe();
      if (!result.ok()) {
        fail("a first command ended with status " + result.exitCode() + ": " + result.stderr());
      }
      works = true;
      return provider;
    } finally {
      if (!works) {
        provider.close();
      }
    }
  }

  private NamespaceProvider provider(Mechanism mechanism, Holders.Space space)
      throws IOException, InterruptedException {
    Path state = HostBase.in(directory(settings.cacheDirectory()));
    Path stage = state.resolve("base");
    ImageStore images = ImageStore.open(directory(settings.cacheDirectory()));
    Path image = settings.image();
    Base usual = image == null ? Base.ofHost(stage) : Base.of(images.unpack(image));
    Optional<ControlGroups> groups =
        switch (settings.grouping()) {
          case WHERE_POSSIBLE ->
              ControlGroups.open(
                  CONTROL_GROUPS, host.read("/proc/self/cgroup").orElse(""), Owner.current());
          case NONE -> Optional.empty();
        };
    var memory = groups.isPresent() ? CommandScript.Memory.GROUP : CommandScript.Memory.PROCESS;
    boolean isLimited = groups.filter(ControlGroups::limitsCpus).isPresent();
    Pins pins =
        isLimited
            ? Pins.NONE
            : Pins.of(host.read("/proc/self/status").orElse(""), settings.bounds().cpus());
    Launching launching =
        mechanism == Mechanism.DIRECT
            ? direct(state, memory, pins)
            : new ScriptLaunching(
                new CommandScript(
                    mechanism,
                    stage,
                    confinement(mechanism, state, memory),
                    memory,
                    settings.bounds()),
                stage,
                pins);
    var building = ScratchSpace.open(state.resolve("building"));
    return new NamespaceProvider(
        new NamespaceProvider.Parts(
            new Processes(),
            launching,
            ScratchSpace.open(directory(settings.scratchDirectory())),
            building,
            new Holders.Settings(space, settings.bounds(), groups)),
        new Bases(usual, images, state.resolve("layers"), building));
  }

  private Launching direct(Path state, CommandScript.Memory memory, Pins pins) throws IOException {
    Architecture here = Architecture.current().orElse(null);
    if (here == null) {
      throw new FailureException(
          new Failure.Sandbox(
              "there is no launcher for the processor " + System.getProperty("os.arch")));
    }
    Path executable = state.resolve("base/stage/launcher");
    Path status = Path.of("/proc/self");
    int user = (Integer) Files.getAttribute(status, "unix:uid");
    int group = (Integer) Files.getAttribute(status, "unix:gid");
    return new CallLaunching(
        executable,
        new HolderProgram(here, user, group, state.resolve("base/devices"), pins),
        new CommandSteps(SeccompFilter.of(here).bytes(), memory),
        settings.bounds());
  }

  private static CommandScript.Confinement confinement(
      Mechanism mechanism, Path state, CommandScript.Memory memory) throws IOException {
    Optional<Architecture> here = Architecture.current();
    if (here.isEmpty()) {
      return new CommandScript.Confinement.Unfiltered();
    }
    byte[] filter = SeccompFilter.of(here.get()).bytes();
    return mechanism == Mechanism.BUBBLEWRAP
        ? new CommandScript.Confinement.Filter(kept(state, "seccomp", filter))
        : new CommandScript.Confinement.LastStep(here.get(), new CommandSteps(filter, memory));
  }

  /// A file named by its content, for another version of this program may share the cache.
  private static Path kept(Path state, String name, byte[] content) throws IOException {
    Path file = state.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(content)));
    if (!Files.exists(file)) {
      Path written = Files.createTempFile(state, name + "-", ".part");
      Files.write(written, content);
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  /// A path that can stand in mount options, with its links resolved.
  private static Path directory(Path path) throws IOException {
    Path real = Files.createDirectories(path).toRealPath();
    if (!Fstab.canHold(real)) {
      fail(
          "the path "
              + real
              + " cannot hold overlays: use one of printable ASCII without , : \\ \" #");
    }
    if (real.startsWith("/usr")) {
      fail("the path " + real + " lies in /usr, which is below every sandbox: use another one");
    }
    return real;
  }

  private static void fail(String detail) {
    throw new FailureException(new Failure.Sandbox(detail));
  }

  /// A script that ships with this class.
  static String script(String name) {
    try (var script = Opening.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException("this build lacks its script " + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
