package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Opens providers for tests in a directory of their own, or skips the tests with the reason.
public final class Providers implements AutoCloseable {
  private final List<NamespaceProvider> open = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();

  public NamespaceProvider open(Mechanism mechanism) throws IOException {
    return open(mechanism, directory());
  }

  NamespaceProvider open(Mechanism mechanism, Path directory) {
    try {
      var provider =
          NamespaceProvider.open(
              mechanism, directory.resolve("cache"), directory.resolve("scratch"));
      open.add(provider);
      return provider;
    } catch (FailureException e) {
      return Assumptions.abort(
          "sandboxes by " + mechanism + " are not tested here: " + e.failure().detail());
    }
  }

  Path directory() throws IOException {
    Path directory = Files.createTempDirectory("sandboxes");
    directories.add(directory);
    return directory;
  }

  @Override
  public void close() throws IOException {
    open.forEach(NamespaceProvider::close);
    for (Path directory : directories) {
      Trees.delete(directory);
    }
  }
}
