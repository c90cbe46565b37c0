package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NamespaceProviderTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 1L << 30, 1024);
  private static final Environment RANDOM =
      new Environment(
          List.of(new Environment.Step.Run("od -N8 /dev/urandom > /id", "/", Map.of())),
          Map.of(),
          "/",
          null,
          "random");

  private final Providers providers = new Providers();

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  @Test
  void concurrentBuildersOfALayerGetTheSameOne() throws Exception {
    Path directory = providers.directory();
    var one = providers.open(Mechanism.UNSHARE, directory);
    var two = providers.open(Mechanism.UNSHARE, directory);
    List<Future<String>> ids = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var provider : List.of(one, two, one, two)) {
        ids.add(threads.submit(() -> id(provider)));
      }
    }
    for (Future<String> id : ids) {
      assertEquals(ids.getFirst().get(), id.get());
    }
  }

  private static String id(NamespaceProvider provider) throws InterruptedException {
    try (var sandbox = provider.create(RANDOM)) {
      return sandbox.exec(Command.bash("cat /id", LIMITS)).stdout();
    }
  }

  @Test
  void whatADeadOwnerLeftIsRemoved() throws IOException {
    Path directory = providers.directory();
    Path orphan = Files.createDirectories(directory.resolve("scratch/owner-1"));
    Files.createDirectories(orphan.resolve("7/root"));
    Files.writeString(orphan.resolve("owner"), "999999999 2020-01-01T00:00:00Z");
    var living = providers.open(Mechanism.UNSHARE, directory);
    assertFalse(Files.exists(orphan));
    providers.open(Mechanism.UNSHARE, directory);
    assertTrue(living.description().startsWith("unshare"));
    try (var left = Files.list(directory.resolve("scratch"))) {
      assertEquals(2, left.count());
    }
  }

  @Test
  void closingTheProviderRemovesItsFilesAndEndsItsSandboxes() throws Exception {
    Path directory = providers.directory();
    var provider = providers.open(Mechanism.UNSHARE, directory);
    var sandbox = provider.create(RANDOM);
    provider.close();
    provider.close();
    assertThrows(FailureException.class, () -> sandbox.exec(Command.bash("true", LIMITS)));
    try (var left = Files.list(directory.resolve("scratch"))) {
      assertEquals(0, left.count());
    }
  }
}
