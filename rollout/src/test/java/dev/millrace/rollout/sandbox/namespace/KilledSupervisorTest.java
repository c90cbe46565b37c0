package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// kill -9 of a process with sandboxes: after the next start nothing of it is left.
@Timeout(300)
final class KilledSupervisorTest {
  private static final int SANDBOXES = 20;

  private final Providers providers = new Providers();

  @AfterEach
  void close() throws IOException {
    providers.close();
  }

  @RepeatedTest(10)
  void nothingIsLeftOfDirectSandboxes() throws Exception {
    kill(Mechanism.DIRECT);
  }

  @Test
  void nothingIsLeftOfBubblewrapsSandboxes() throws Exception {
    kill(Mechanism.BUBBLEWRAP);
  }

  @Test
  void nothingIsLeftOfUnsharesSandboxes() throws Exception {
    kill(Mechanism.UNSHARE);
  }

  private void kill(Mechanism mechanism) throws Exception {
    Path directory = providers.directory();
    // Makes the cache, or skips the test.
    providers.open(mechanism, directory).close();
    Process crowd = start(mechanism, directory);
    long pid = crowd.pid();
    List<ProcessHandle> all = new ArrayList<>();
    try (var output =
        new BufferedReader(new InputStreamReader(crowd.getInputStream(), StandardCharsets.UTF_8))) {
      assertTrue(output.lines().anyMatch("ready"::equals), "the program ended early");
      // What is said comes before the last command of each has started all of its processes.
      while (all.size() <= 4 * SANDBOXES) {
        all.clear();
        crowd.descendants().forEach(all::add);
      }
    } finally {
      crowd.destroyForcibly().waitFor();
    }
    for (ProcessHandle process : all) {
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    // Those that began after that look end as well, some time after their parents.
    String name = "millrace-" + pid + "-";
    while (!groups(Path.of("/sys/fs/cgroup"), name, true).isEmpty()) {
      Thread.onSpinWait();
    }

    try (var next = providers.open(mechanism, directory)) {
      assertTrue(next.probe().ok());
      assertEquals(1, count(directory.resolve("scratch")));
      assertEquals(List.of(), sockets(pid));
      assertEquals(List.of(), groups(Path.of("/sys/fs/cgroup"), name, false));
      assertEquals(List.of(), mounts(directory));
    }
  }

  private static Process start(Mechanism mechanism, Path directory) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Crowd.class.getName(),
            mechanism.name(),
            directory.toString(),
            Integer.toString(SANDBOXES))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Directories for the sockets of a process's proxies; other processes have theirs beside them.
  private static List<Path> sockets(long pid) throws IOException {
    String all = "millrace-network-" + System.getProperty("user.name");
    List<Path> found = new ArrayList<>();
    try (var spaces =
        Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir"), all))) {
      for (Path space : spaces) {
        if (owner(space).startsWith(pid + "-")) {
          found.add(space);
        }
      }
    }
    return found;
  }

  private static String owner(Path space) throws IOException {
    try {
      return Files.readString(space.resolve("owner"));
    } catch (NoSuchFileException _) {
      // One of another process has gone meanwhile.
      return "";
    }
  }

  private static long count(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }

  private static List<String> mounts(Path directory) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  /// @param withProcesses only those that still have one
  private static List<Path> groups(Path at, String name, boolean withProcesses) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var children = Files.newDirectoryStream(at, Files::isDirectory)) {
      for (Path child : children) {
        if (child.toString().contains(name) && (!withProcesses || hasProcesses(child))) {
          found.add(child);
        }
        found.addAll(groups(child, name, withProcesses));
      }
    } catch (NoSuchFileException _) {
      // A group of another process has gone meanwhile.
      return found;
    }
    return found;
  }

  private static boolean hasProcesses(Path group) {
    try {
      return !Files.readString(group.resolve("cgroup.procs")).isBlank();
    } catch (IOException _) {
      // No group, or one that others remove just now, who open a provider meanwhile.
      return false;
    }
  }
}
