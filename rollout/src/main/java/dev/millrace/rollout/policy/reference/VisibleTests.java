package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The tests that an agent can see in its sandbox: protected paths that the environment copies in.
final class VisibleTests {
  private static final int MAX_BYTES = 32 * 1024;

  private VisibleTests() {}

  /// A test file.
  ///
  /// @param path in the sandbox, absolute
  record TestFile(String path, String content) {}

  /// Test files in Python or shell, in the order of their paths.
  static List<TestFile> of(Task task) {
    Path context = task.environment().context();
    if (!(task.verification() instanceof Verification.TestScript script)
        || script.protectedPaths().isEmpty()
        || context == null) {
      return List.of();
    }
    Map<String, Path> copied = new TreeMap<>();
    for (Environment.Step step : task.environment().steps()) {
      if (step instanceof Environment.Step.Copy copy) {
        copy.sources().forEach(source -> add(context.resolve(source), copy.destination(), copied));
      }
    }
    return copied.entrySet().stream()
        .filter(file -> isTest(file.getKey()) && isBelow(script.protectedPaths(), file.getKey()))
        .filter(file -> size(file.getValue()) <= MAX_BYTES)
        .map(file -> new TestFile(file.getKey(), read(file.getValue())))
        .toList();
  }

  private static boolean isTest(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.contains("test") && (name.endsWith(".py") || name.endsWith(".sh"));
  }

  private static boolean isBelow(List<String> directories, String path) {
    return directories.stream()
        .anyMatch(each -> path.equals(each) || path.startsWith(withSlash(each)));
  }

  private static String withSlash(String directory) {
    return directory.endsWith("/") ? directory : directory + "/";
  }

  private static void add(Path source, String destination, Map<String, Path> copied) {
    if (Files.isRegularFile(source)) {
      boolean directory = destination.endsWith("/");
      copied.put(directory ? destination + source.getFileName() : destination, source);
      return;
    }
    if (!Files.isDirectory(source)) {
      return;
    }
    try (Stream<Path> files = Files.walk(source)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copied.put(withSlash(destination) + source.relativize(file), file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + source, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
