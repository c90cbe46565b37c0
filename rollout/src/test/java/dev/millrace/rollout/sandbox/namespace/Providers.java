package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Opens providers for tests in a directory of their own, or skips the tests with the reason. As an
/// extension of a test class it closes them after the last test.
public final class Providers implements AutoCloseable, AfterAllCallback {
  private final List<NamespaceProvider> open = new ArrayList<>();
  private final Map<Mechanism, NamespaceProvider> shared = new EnumMap<>(Mechanism.class);
  private final List<Path> directories = new ArrayList<>();

  public NamespaceProvider open(Mechanism mechanism) throws IOException {
    return open(mechanism, directory());
  }

  /// The same provider whenever it is asked for.
  public NamespaceProvider shared(Mechanism mechanism) {
    NamespaceProvider known = shared.get(mechanism);
    if (known == null) {
      try {
        known = open(mechanism);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shared.put(mechanism, known);
    }
    return known;
  }

  NamespaceProvider open(Mechanism mechanism, Bounds bounds) throws IOException {
    return open(mechanism, directory(), bounds);
  }

  NamespaceProvider open(Mechanism mechanism, Path directory) {
    return open(mechanism, directory, Bounds.DEFAULT);
  }

  private NamespaceProvider open(Mechanism mechanism, Path directory, Bounds bounds) {
    return open(settings(directory).withMechanism(mechanism).withBounds(bounds));
  }

  /// With a watchdog, also where control groups could be made.
  NamespaceProvider openUngrouped(Mechanism mechanism, Bounds bounds) throws IOException {
    return open(
        settings(directory())
            .withMechanism(mechanism)
            .withBounds(bounds)
            .withGrouping(NamespaceSettings.Grouping.NONE));
  }

  private static NamespaceSettings settings(Path directory) {
    return NamespaceSettings.of(directory.resolve("cache"), directory.resolve("scratch"));
  }

  private NamespaceProvider open(NamespaceSettings settings) {
    try {
      var provider = NamespaceProvider.open(settings);
      open.add(provider);
      return provider;
    } catch (FailureException e) {
      return Assumptions.abort(
          "sandboxes by " + settings.mechanism() + " are not tested here: " + e.failure().detail());
    }
  }

  Path directory() throws IOException {
    Path directory = Files.createTempDirectory("sandboxes");
    directories.add(directory);
    return directory;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    open.forEach(NamespaceProvider::close);
    for (Path directory : directories) {
      HostTree.delete(directory);
    }
  }
}
