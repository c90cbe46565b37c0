package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out how sandboxes can be made here, and says why not where they cannot.
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final Host host;
  private final Path cache;
  private final Path scratch;

  Opening(Host host, Path cacheDirectory, Path scratchDirectory) {
    this.host = host;
    this.cache = cacheDirectory;
    this.scratch = scratchDirectory;
  }

  NamespaceProvider open() {
    if (host.program("bwrap").isPresent()) {
      try {
        return open(Mechanism.BUBBLEWRAP);
      } catch (FailureException e) {
        LOG.atWarn()
            .setMessage("bubblewrap is installed but does not work here; trying unshare")
            .addKeyValue("reason", e.getMessage())
            .log();
      }
    }
    return open(Mechanism.UNSHARE);
  }

  NamespaceProvider open(Mechanism mechanism) {
    var diagnosis = new Diagnosis(host, mechanism);
    diagnosis.missing().ifPresent(Opening::fail);
    NamespaceProvider provider = null;
    try {
      Path state = HostBase.in(directory(cache));
      Path script = state.resolve("base").resolve(mechanism.script());
      provider =
          NamespaceProvider.of(
              new Launcher(mechanism, script, new Processes()), state, directory(scratch));
      ExecResult result = provider.probe();
      if (!result.ok()) {
        fail("a first command ended with status " + result.exitCode() + ": " + result.stderr());
      }
      return provider;
    } catch (FailureException e) {
      closeAfter(provider);
      String why = diagnosis.explain(e.failure().detail());
      throw new FailureException(new Failure.Sandbox(why), e);
    } catch (InterruptedException e) {
      closeAfter(provider);
      Thread.currentThread().interrupt();
      throw new FailureException(new Failure.Sandbox("interrupted while probing"), e);
    } catch (IOException e) {
      closeAfter(provider);
      throw new FailureException(
          new Failure.Sandbox("cannot prepare " + cache + " and " + scratch + ": " + e), e);
    }
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

  private static void closeAfter(@Nullable NamespaceProvider provider) {
    if (provider != null) {
      provider.close();
    }
  }

  private static void fail(String detail) {
    throw new FailureException(new Failure.Sandbox(detail));
  }

  /// Copies a script that ships with this class.
  static void copyScript(String name, Path target) {
    try (var script = Opening.class.getResourceAsStream(name)) {
      if (script == null) {
        throw new IllegalStateException("this build lacks its script " + name);
      }
      Files.copy(script, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
