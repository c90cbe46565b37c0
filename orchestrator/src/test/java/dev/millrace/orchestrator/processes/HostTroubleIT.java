package dev.millrace.orchestrator.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosts with a full disk or without namespaces, acted out in a mount namespace.
class HostTroubleIT {
  /// Mounts a small disk as the lake, runs a sink on it, and when that has failed lists what it
  /// left, makes the disk larger and runs the sink again. Arguments: lake, copy, sink's command.
  private static final String FULL_DISK =
      """
      lake=$1 copy=$2; shift 2
      mkdir -p "$lake" && mount -t tmpfs -o size=48k tmpfs "$lake" || exit 97
      "$@"; echo "the first sink ended with $?"
      for file in "$lake"/episodes/*.parquet "$lake"/branches/*.parquet; do
        [ -e "$file" ] && [ "$(tail -c 4 "$file")" != PAR1 ] && echo "half-written: $file"
      done
      mount -o remount,size=64m "$lake" || exit 98
      "$@"; status=$?
      cp -r "$lake" "$copy" || exit 99
      exit $status
      """;

  /// Switches user namespaces off, for what runs in this one.
  private static final String NO_NAMESPACES =
      """
      echo 0 >/proc/sys/user/max_user_namespaces || exit 97
      exec "$@"
      """;

  @TempDir Path directory;

  @Test
  void fullDiskIsNamedAndTheNextSinkStoresEveryEpisodeOnce()
      throws IOException, InterruptedException {
    needsMounts();
    TestRun.needsNamespaces(directory);
    try (TestRun run = TestRun.of(directory.resolve("full"), 1)) {
      Path lake = run.out().resolve("lake");
      Path copy = directory.resolve("copy");
      List<String> sink =
          TestRun.java(
              List.of(
                  "role",
                  "sink",
                  run.conf().toString(),
                  "--out",
                  run.out().toString(),
                  "--kafka",
                  run.broker()));
      List<String> script = script(FULL_DISK, lake.toString(), copy.toString());
      script.addAll(sink);
      Process inTmpfs = run.start("sink", Map.of(), script);
      run.role("broker");
      for (String role : List.of("scheduler", "worker", "scorer")) {
        run.role(role);
      }
      run.endsWell("sink", inTmpfs);
      String log = run.log("sink");
      assertTrue(log.contains("the first sink ended with 1"), log);
      assertTrue(log.contains(lake.toString()), log);
      assertTrue(log.contains("bytes are free"), log);
      assertFalse(log.contains("half-written: "), log);
      assertFalse(log.contains("\tat "), log);
      Files.delete(lake);
      Files.move(copy, lake);
      Results.holdsEachEpisodeOnce(run);
    }
  }

  @Test
  void hostWithoutNamespacesIsToldWhatIsMissing() throws IOException, InterruptedException {
    needsMounts();
    try (TestRun run = TestRun.of(directory.resolve("none"), 1)) {
      List<String> script = script(NO_NAMESPACES);
      script.addAll(
          TestRun.java(List.of("run", run.conf().toString(), "--out", run.out().toString())));
      Process process = run.start("run", Map.of(), script);
      int status = run.exit("run", process);
      String log = run.log("run");
      assertEquals(1, status, log);
      assertTrue(log.contains("user namespaces are switched off"), log);
      assertFalse(log.contains("\tat "), log);
    }
  }

  private static List<String> script(String text, String... arguments) {
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", text, "sh"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static void needsMounts() throws InterruptedException {
    boolean works;
    try {
      Process probe =
          new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt").start();
      works = probe.waitFor(20, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException _) {
      works = false;
    }
    assumeTrue(
        works,
        "unshare -rm cannot mount here: neither a full disk nor a host without namespaces can be"
            + " acted out");
  }
}
