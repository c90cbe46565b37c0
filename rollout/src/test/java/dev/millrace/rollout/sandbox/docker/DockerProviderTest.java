package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Bounds;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Owner;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Engines.DOCKER)
@ResourceLock(Engines.PODMAN)
final class DockerProviderTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(50), 1L << 30, 1024);

  private static Environment random(String digest) {
    var step = new Environment.Step.Run("od -N8 /dev/urandom > /id", "/", Map.of());
    return new Environment(List.of(step), Map.of(), "/", null, digest);
  }

  private static Engine engine(DockerSettings settings) {
    return Engine.at(settings.host(), settings.waits().call());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void whatADeadOwnerLeftIsRemoved(String variable) throws InterruptedException, IOException {
    var settings = Engines.settings(variable);
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    try (var engine = engine(settings)) {
      var dead = new Containers.Whose(new Owner("999999999-1-1"), host);
      var elsewhere = new Containers.Whose(new Owner("999999999-1-1"), host + "-other");
      String orphan = container(engine, settings, dead);
      String foreign = container(engine, settings, elsewhere);
      String image = new Images(engine).commit(orphan, "millrace/fork", "orphan");
      DockerProvider.open(settings).close();
      assertFalse(exists(engine, orphan));
      assertTrue(exists(engine, foreign));
      assertTrue(new Images(engine).find(image).isEmpty());
      engine.remove(foreign);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void containersBearTheLabelsOfTheirRun(String variable) throws Exception {
    var settings = Engines.settings(variable).withRun("night-3");
    String digest = Conversation.nonce();
    try (var provider = DockerProvider.open(settings);
        var sandbox = (DockerSandbox) provider.create(random(digest));
        var engine = engine(settings)) {
      Map<String, String> labels =
          engine.call(
              "look",
              docker -> {
                var found = docker.inspectContainerCmd(sandbox.container()).exec();
                return Objects.requireNonNull(found.getConfig().getLabels());
              });
      assertEquals("night-3", labels.get("millrace.run"));
      assertEquals(digest, labels.get("millrace.environment"));
      assertEquals("sandbox", labels.get("millrace.use"));
      assertTrue(Owner.isAlive(labels.getOrDefault("millrace.owner", "")), labels.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void whatRunsIsEndedWhereFilesTakeTooMuch(String variable) throws Exception {
    var bounds = new Bounds(64, 2, 64 << 20);
    var settings =
        Engines.settings(variable).withLimits(new DockerSettings.Limits(bounds, 1L << 30, 2));
    try (var provider = DockerProvider.open(settings);
        var full = provider.create(random("disk"));
        var neighbour = provider.create(random("disk"))) {
      String fill = "head -c 128m /dev/zero > /bomb && sleep 1000";
      var bomb = full.exec(Command.bash(fill, LIMITS));
      assertEquals(ExecResult.End.EXITED, bomb.end(), bomb.toString());
      assertEquals(137, bomb.exitCode());
      // Then there is room again.
      assertTrue(full.exec(Command.bash("rm -f /bomb; sleep 5", LIMITS)).ok());
      try (var shell = full.shell(LIMITS)) {
        assertThrows(FailureException.class, () -> shell.run(fill, Duration.ofMinutes(1)));
      }
      assertTrue(neighbour.exec(Command.bash("true", LIMITS)).ok());
    }
  }

  @Test
  @Timeout(120)
  void aCommandIsEndedThoughTheControllerHadNotReadOfIt() throws Exception {
    var settings = Engines.settings("MILLRACE_DOCKER_HOST");
    try (var provider = DockerProvider.open(settings);
        var sandbox = (DockerSandbox) provider.create(random("unread"));
        var engine = engine(settings)) {
      engine.signal(sandbox.container(), "STOP");
      var call =
          new FutureTask<InterruptedException>(
              () ->
                  assertThrows(
                      InterruptedException.class,
                      () -> sandbox.exec(Command.bash("sleep 60", LIMITS))));
      Thread caller = Thread.ofVirtual().start(call);
      while (caller.getState() != Thread.State.TIMED_WAITING) {
        assertFalse(call.isDone());
        Thread.onSpinWait();
      }
      caller.interrupt();
      // The signal is sent, and heard first when it goes on.
      assertThrows(TimeoutException.class, () -> call.get(2, TimeUnit.SECONDS));
      engine.signal(sandbox.container(), "CONT");
      call.get(10, TimeUnit.SECONDS);
      assertTrue(sandbox.exec(Command.bash("true", LIMITS)).ok());
    }
  }

  private static String container(Engine engine, DockerSettings settings, Containers.Whose whose)
      throws InterruptedException {
    return new Containers(engine, settings, whose, 1)
        .create(settings.baseImage(), Containers.Use.SANDBOX, "orphan", Attachments.NONE);
  }

  private static boolean exists(Engine engine, String container) throws InterruptedException {
    return engine
        .find("look", docker -> docker.inspectContainerCmd(container).exec().getId())
        .isPresent();
  }

  @Test
  void concurrentBuildersOfAnEnvironmentGetTheSameOne() throws Exception {
    var settings = Engines.settings("MILLRACE_DOCKER_HOST");
    String digest = Conversation.nonce();
    List<Future<String>> ids = new ArrayList<>();
    try (var provider = DockerProvider.open(settings)) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          ids.add(
              threads.submit(
                  () -> {
                    try (var sandbox = provider.create(random(digest))) {
                      return sandbox.exec(Command.bash("cat /id", LIMITS)).stdout();
                    }
                  }));
        }
      }
      for (Future<String> id : ids) {
        assertEquals(ids.getFirst().get(), id.get());
      }
    }
  }

  @Test
  void closingTheProviderEndsItsSandboxesAndTheThreadsThatListened() throws Exception {
    var settings = Engines.settings("MILLRACE_DOCKER_HOST");
    var before = List.copyOf(Thread.getAllStackTraces().keySet());
    var provider = DockerProvider.open(settings);
    var sandbox = (DockerSandbox) provider.create(random("closing"));
    sandbox.shell(LIMITS);
    var fork = (DockerSandbox) sandbox.fork();
    fork.capture(1 << 20);
    provider.close();
    assertThrows(FailureException.class, () -> sandbox.exec(Command.bash("true", LIMITS)));
    try (var engine = engine(settings)) {
      assertFalse(exists(engine, sandbox.container()));
      assertFalse(exists(engine, fork.container()));
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("docker-java") && !before.contains(thread)) {
        assertTrue(thread.join(Duration.ofSeconds(10)), thread::toString);
      }
    }
  }

  @Test
  void aSparseFileOfManyBytesIsNotReadForACapture() throws Exception {
    try (var provider = DockerProvider.open(Engines.settings("MILLRACE_DOCKER_HOST"));
        var sandbox = provider.create(random("sparse"))) {
      assertTrue(sandbox.exec(Command.bash("truncate -s 4G /huge", LIMITS)).ok());
      var failure = assertThrows(FailureException.class, () -> sandbox.capture(50_000));
      assertTrue(failure.failure().detail().contains("huge"), failure.toString());
    }
  }

  @Test
  void anEngineThatDoesNotAnswerIsAFailureThatNamesIt() {
    var settings = DockerSettings.of(URI.create("unix:///nonexistent/docker.sock"), "none");
    var thrown = assertThrows(FailureException.class, () -> DockerProvider.open(settings));
    assertTrue(thrown.failure() instanceof Failure.Sandbox);
    String detail = thrown.failure().detail();
    assertTrue(detail.contains("unix:///nonexistent/docker.sock"), detail);
  }

  @Test
  void anImageThatCannotBeHadIsAFailureOfTheEnvironment() throws Exception {
    var there = Engines.settings("MILLRACE_DOCKER_HOST");
    var settings =
        new DockerSettings(
            there.host(),
            "localhost:1/millrace/none",
            there.run(),
            there.limits(),
            there.waits(),
            there.isolation());
    try (var provider = DockerProvider.open(settings)) {
      var thrown =
          assertThrows(FailureException.class, () -> provider.create(random("absent")).close());
      assertTrue(thrown.failure() instanceof Failure.Environment, thrown.toString());
      assertTrue(thrown.failure().detail().contains("localhost:1/millrace/none"));
    }
  }
}
