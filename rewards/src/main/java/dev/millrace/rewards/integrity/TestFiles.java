package dev.millrace.rewards.integrity;

import com.google.re2j.Pattern;
import dev.millrace.rewards.integrity.trace.Paths;
import dev.millrace.rollout.task.Task;

/// Which files hold tests, by their names.
public final class TestFiles {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:^|/)(?:test_[^/]*\\.py|[^/]*_test\\.(?:py|go|rb|exs|cc|cpp|dart)|tests\\.py"
              + "|[^/]*\\.(?:test|spec)\\.[cm]?[jt]sx?|[^/]*(?:Test|Tests|IT|Spec)\\.(?:java"
              + "|kt|scala)"
              + "|[^/]*_spec\\.rb|[^/]*\\.bats|[^/]*Tests?\\.(?:cs|swift|php))$");
  private static final Pattern DIRECTORY =
      Pattern.compile("/(?:tests?|__tests__|spec|specs|src/test)/(?:.*/)?[^/]+\\.\\w+$");
  private static final Pattern CODE =
      Pattern.compile(
          "\\.(?:py|[cm]?[jt]sx?|go|rs|java|kt|scala|rb|c|cc|cpp|h|hpp|cs|php|swift|sh|bash|pl"
              + "|lua"
              + "|ex|exs|jl|r|R)$");

  private TestFiles() {}

  public static boolean isTest(String path) {
    return NAME.matcher(path).find() || (DIRECTORY.matcher(path).find() && isCode(path));
  }

  /// Whether a file is a program's text.
  public static boolean isCode(String path) {
    return CODE.matcher(path).find();
  }

  /// Whether a path lies among the tests that a task names as such.
  public static boolean isProtected(Task task, String path) {
    return task.protectedPaths().stream().anyMatch(root -> Paths.isBelow(path, root));
  }

  /// Whether the instruction speaks of a file, by its name or its whole path.
  public static boolean isAskedFor(Task task, String path) {
    return task.instruction().contains(Paths.name(path));
  }
}
