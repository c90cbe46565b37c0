package dev.millrace.rollout.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// kill -9 of a process with containers: after the next start nothing of it is left.
@ResourceLock(Engines.DOCKER)
@ResourceLock(Engines.PODMAN)
final class KilledContainersTest {
  private static final int SANDBOXES = 6;
  // With a fork and a fork's fork of each second one.
  private static final int CONTAINERS = SANDBOXES * 2;

  @TempDir Path tasks;

  @ParameterizedTest
  @ValueSource(strings = {"MILLRACE_DOCKER_HOST", "MILLRACE_PODMAN_HOST"})
  void nothingIsLeftAfterTheNextStart(String variable) throws Exception {
    var settings = Engines.settings(variable);
    String seconds = Long.toString(1_000_000 + ProcessHandle.current().pid());
    task(settings, seconds);
    Process crowd = start(variable);
    String owner = crowd.pid() + "-";
    try (var output =
            new BufferedReader(
                new InputStreamReader(crowd.getInputStream(), StandardCharsets.UTF_8));
        var engine = Engine.at(settings.host(), settings.waits().call())) {
      assertTrue(output.lines().anyMatch("ready"::equals), "the program ended early");
      List<ProcessHandle> building = building(seconds);
      crowd.destroyForcibly().waitFor();
      List<String> containers = containers(engine, owner);
      List<String> forks = forks(engine, owner);
      assertTrue(containers.size() >= CONTAINERS, containers::toString);
      assertEquals(SANDBOXES, forks.size());

      DockerProvider.open(settings).close();
      assertEquals(List.of(), containers(engine, owner));
      assertEquals(List.of(), forks(engine, owner));
      for (ProcessHandle process : building) {
        process.onExit().get(30, TimeUnit.SECONDS);
      }
    } finally {
      crowd.destroyForcibly();
    }
  }

  private void task(DockerSettings settings, String seconds) throws IOException {
    Path context = Files.createDirectories(tasks.resolve("family/slow/environment"));
    Files.createDirectories(tasks.resolve("family/slow/tests"));
    Files.writeString(tasks.resolve("family/slow/task.toml"), "schema_version = \"1.1\"\n");
    Files.writeString(tasks.resolve("family/slow/instruction.md"), "Wait.\n");
    Files.writeString(tasks.resolve("family/slow/tests/test.sh"), "true\n");
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM " + settings.baseImage() + "\nRUN exec sleep " + seconds + "\n");
  }

  private Process start(String variable) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ContainerCrowd.class.getName(),
            variable,
            tasks.toString(),
            Integer.toString(SANDBOXES))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Waits until the build's step runs.
  private static List<ProcessHandle> building(String seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    List<ProcessHandle> found = sleeping(seconds);
    while (found.isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
      found = sleeping(seconds);
    }
    assertFalse(found.isEmpty(), "the build's step does not run");
    return found;
  }

  private static List<ProcessHandle> sleeping(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").endsWith("sleep " + seconds))
        .toList();
  }

  private static List<String> containers(Engine engine, String owner) throws InterruptedException {
    var all =
        engine.call(
            "list containers", docker -> docker.listContainersCmd().withShowAll(true).exec());
    return all.stream()
        .filter(container -> isOf(owner, container.getLabels()))
        .map(container -> container.getId())
        .toList();
  }

  private static List<String> forks(Engine engine, String owner)
      throws InterruptedException, IOException {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    var all = new Images(engine).withLabels(Map.of(Containers.HOST, host));
    return all.stream()
        .filter(image -> isOf(owner, image.labels()))
        .filter(image -> "sandbox".equals(image.labels().get(Containers.USE)))
        .map(Images.Labelled::id)
        .toList();
  }

  private static boolean isOf(String owner, Map<String, String> labels) {
    return labels != null && labels.getOrDefault(Containers.OWNER, "").startsWith(owner);
  }
}
