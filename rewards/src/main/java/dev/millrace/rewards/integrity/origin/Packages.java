package dev.millrace.rewards.integrity.origin;

import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.trace.ShellCommand;
import java.util.List;
import java.util.Set;

/// Which installs need no network.
final class Packages {
  private static final Set<String> VERBS = Set.of("install", "i", "add", "ci", "pip", "sync");

  private Packages() {}

  /// Whether everything that is named lies on this machine; nothing named is what a project lists.
  static boolean isLocal(ShellCommand command) {
    List<String> operands =
        command.operands().stream().filter(word -> !VERBS.contains(word)).toList();
    boolean isPip = command.name().startsWith("pip") || command.name().equals("uv");
    boolean takesList =
        command.hasOption("-r", "--requirement", "-c")
            || command.arguments().stream()
                .anyMatch(word -> word.startsWith("-r") && word.length() > 2);
    return !operands.isEmpty()
        && !(isPip && takesList)
        && operands.stream().allMatch(Packages::isPath)
        && !Set.of("apt", "apt-get", "apk", "dnf", "yum").contains(command.name());
  }

  private static boolean isPath(String word) {
    return word.startsWith(".")
        || word.startsWith("/")
        || word.startsWith("file:")
        || word.endsWith(".whl")
        || word.endsWith(".tgz")
        || word.startsWith("$");
  }

  /// Whether `npx` finds a program that the project has: its name stands in a file of settings.
  static boolean isInstalled(Evidence evidence, ShellCommand command) {
    Set<String> usual =
        Set.of(
            "jest",
            "vitest",
            "tsc",
            "eslint",
            "prettier",
            "mocha",
            "ts-node",
            "tsx",
            "webpack",
            "vite",
            "rollup",
            "nyc",
            "c8",
            "ava",
            "playwright",
            "cypress",
            "next",
            "babel");
    return command.operands().stream()
        .findFirst()
        .filter(name -> usual.contains(name) || evidence.task().instruction().contains(name))
        .isPresent();
  }
}
