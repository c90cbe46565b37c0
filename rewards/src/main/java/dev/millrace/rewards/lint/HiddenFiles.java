package dev.millrace.rewards.lint;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.Verification.Unmeasured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks for a task's hidden files, by content, where the agent could see them.
final class HiddenFiles {
  /// Shorter files, such as an empty `__init__.py`, are equal by chance.
  private static final long SHORTEST_BYTES = 33;

  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(1), 1L << 30, 1 << 20);

  private HiddenFiles() {}

  /// What is visible, for people; empty when all is hidden.
  static List<String> visible(Task task, Sandbox fresh) throws InterruptedException {
    Map<String, Path> hidden = hashes(directories(task));
    List<String> seen = new ArrayList<>();
    Path context = task.environment().context();
    if (context != null) {
      seen.addAll(shown(hidden, context, "in the build context"));
    }
    for (TaskStep step : task.steps()) {
      Path given = step.workdir();
      if (given != null) {
        seen.addAll(shown(hidden, given, "in the files of step " + step.name()));
      }
    }
    for (String line : search(fresh, hidden.values())) {
      String[] hashAndFile = line.split(" [ *]", 2);
      if (hashAndFile.length == 1) {
        seen.add(line + " is there in a fresh sandbox");
      } else if (hidden.containsKey(hashAndFile[0])) {
        seen.add(
            name(hidden, hashAndFile[0]) + " is also " + hashAndFile[1] + " in a fresh sandbox");
      }
    }
    return seen;
  }

  /// What of a directory that the agent gets is hidden elsewhere.
  private static List<String> shown(Map<String, Path> hidden, Path given, String where) {
    List<String> seen = new ArrayList<>();
    hashes(Set.of(given))
        .forEach(
            (hash, file) -> {
              if (hidden.containsKey(hash)) {
                seen.add(name(hidden, hash) + " is also " + given.relativize(file) + " " + where);
              }
            });
    return seen;
  }

  private static String name(Map<String, Path> hidden, String hash) {
    Path file = hidden.get(hash);
    return file == null ? hash : String.valueOf(file.getFileName());
  }

  private static Set<Path> directories(Task task) {
    Set<Path> directories = new LinkedHashSet<>();
    if (task.verification() instanceof TestScript script) {
      add(script, directories);
    }
    task.steps().forEach(step -> add(step.tests(), directories));
    if (task.verification() instanceof TestSpec spec) {
      directories.add(spec.directory());
    }
    if (task.verification() instanceof Unmeasured unmeasured) {
      directories.add(unmeasured.directory());
    }
    for (Task.Solution solution : task.solutions()) {
      Path script = solution.script();
      if (script != null) {
        Path own = script.toAbsolutePath().resolveSibling("");
        directories.add(own);
        // Where the verification is a state check, its expectations lie here too.
        directories.add(own.resolveSibling("tests"));
      }
    }
    return directories;
  }

  private static void add(TestScript script, Set<Path> directories) {
    directories.add(script.directory());
    Path shared = script.grading().shared();
    if (shared != null) {
      directories.add(shared);
    }
  }

  private static Map<String, Path> hashes(Set<Path> directories) {
    Map<String, Path> hashes = new TreeMap<>();
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.walk(directory)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            if (Files.size(file) >= SHORTEST_BYTES) {
              hashes.put(sha256(Files.readAllBytes(file)), file);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException("reading " + directory, e);
        }
      }
    }
    return hashes;
  }

  /// The reserved paths that are there, and `HASH  FILE` of every file outside the host's programs
  /// that is as long as a hidden one.
  private static List<String> search(Sandbox fresh, Iterable<Path> hidden)
      throws InterruptedException {
    Set<String> sizes = new LinkedHashSet<>();
    try {
      for (Path file : hidden) {
        sizes.add("-size " + Files.size(file) + "c");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String reserved = "for p in /tests /solution; do [ ! -e $p ] || echo $p; done\n";
    String equal =
        sizes.isEmpty()
            ? ""
            : "find / /usr/local \\( -path /usr -o -path /proc -o -path /sys -o -path /dev \\)"
                + " -prune -o -type f \\( "
                + sizes.stream().collect(Collectors.joining(" -o "))
                + " \\) -exec sha256sum {} + 2>/dev/null\n";
    ExecResult result = fresh.exec(Command.bash(reserved + equal + "exit 0", LIMITS));
    if (!result.ok()) {
      return List.of("the search itself failed (status " + result.exitCode() + "), so it");
    }
    return result.stdout().lines().filter(line -> !line.isBlank()).toList();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
