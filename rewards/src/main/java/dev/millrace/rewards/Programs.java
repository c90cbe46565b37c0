package dev.millrace.rewards;

import com.google.re2j.Pattern;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// What tests run on: programs that are looked up by name, and the libraries of interpreters and
/// test runners. An agent may add programs of its own, but none in the place of these.
///
/// @param searched the directories of the environment's search path, absolute
record Programs(List<String> searched) {
  private static final List<String> SYSTEM = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

  /// Programs of a grader that images have outside the system's own directories.
  private static final Pattern TOOLS =
      Pattern.compile(
          "(?:ba|da|z|k|fi|c|tc)?sh|busybox|env|python[\\d.]*|pypy[\\d.]*|pip[\\d.]*|pytest|py\\.test"
              + "|tox|nox|uvx?|pipx|poetry|pdm|hatch|conda|mamba|micromamba|node|nodejs|npm|npx|yarn"
              + "|pnpm|bun|deno|corepack|jest|vitest|mocha|go|gofmt|cargo.*|rustc|rustup|rustdoc|javac?"
              + "|jar|mvn|mvnw|gradle|gradlew|kotlinc?|ruby|rspec|rake|bundler?|gem|perl|prove|php"
              + "|phpunit|composer|lua|Rscript|R|julia|dotnet|gcc|g\\+\\+|cc|c\\+\\+|clang.*|ld|make"
              + "|cmake|ctest|ninja|meson|git|curl|wget|tar|jq|bc|sqlite3|timeout|sudo");

  private static final Pattern PACKAGES =
      Pattern.compile("(?:^|/)(?:site-packages|dist-packages)/");

  private static final Pattern RUNNERS =
      Pattern.compile(
          "(?:^|/)(?:site-packages|dist-packages)/(?:_?pytest|pluggy|iniconfig|xdist|coverage|nose2?"
              + "|hypothesis|tox|pytest_\\w+|py\\.py)(?:\\.py)?(?:/|$)"
              + "|(?:^|/)node_modules/(?:\\.bin/)?(?:jest[\\w-]*|@jest|vitest|@vitest|mocha|chai|ava|tap|nyc"
              + "|c8|karma[\\w-]*|jasmine[\\w-]*|expect|tsx|ts-node|ts-jest|babel-jest)(?:/|$)");

  /// The library of an interpreter itself, below which its packages may lie.
  private static final Pattern LIBRARY =
      Pattern.compile("(?:^|/)lib(?:32|64)?/(?:python\\d[\\d.]*|ruby/[\\d.]+|perl5?/[\\d.]+)/.");

  Programs {
    searched = List.copyOf(searched);
  }

  static Programs of(Environment environment) {
    String path =
        environment
            .variables()
            .getOrDefault("PATH", Objects.requireNonNull(Sandbox.VARIABLES.get("PATH")));
    return new Programs(
        Arrays.stream(path.split(":", -1)).filter(directory -> directory.startsWith("/")).toList());
  }

  /// Whether a path is part of an interpreter or of a test runner, which nobody adds to.
  static boolean isOfGraders(String path) {
    return (LIBRARY.matcher(path).find() && !PACKAGES.matcher(path).find())
        || RUNNERS.matcher(path).find();
  }

  /// Whether a path is a program that a grader may call, whoever put it there.
  boolean isTool(String path) {
    return isSearched(path) && TOOLS.matches(name(path));
  }

  /// The system's programs that a path would be called in place of, absolute, there or not.
  List<String> rivals(String path) {
    return isSearched(path)
        ? SYSTEM.stream().map(directory -> directory + "/" + name(path)).toList()
        : List.of();
  }

  private boolean isSearched(String path) {
    int slash = path.lastIndexOf('/');
    String parent = "/" + (slash < 0 ? "" : path.substring(0, slash));
    return Stream.concat(searched.stream(), Set.of("/usr/local/bin", "/usr/local/sbin").stream())
        .anyMatch(parent::equals);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
