package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The files that an environment starts with.
public final class OriginalFiles {
  /// A file that tests read is smaller.
  public static final int LARGEST_BYTES = 64 << 20;

  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(30), 1L << 30, 8 << 20);

  private OriginalFiles() {}

  /// The regular files at or below some paths, absolute and sorted; a path that is not there has
  /// none.
  ///
  /// @throws FailureException with `Failure.Sandbox` when they cannot be listed
  public static Set<String> list(Sandbox sandbox, List<String> paths) throws InterruptedException {
    return find(sandbox, paths, List.of("-type", "f", "-print0"));
  }

  /// Those of them that their owner may execute.
  ///
  /// @throws FailureException as [#list]
  public static Set<String> executables(Sandbox sandbox, List<String> paths)
      throws InterruptedException {
    return find(sandbox, paths, List.of("-type", "f", "-perm", "-100", "-print0"));
  }

  private static Set<String> find(Sandbox sandbox, List<String> paths, List<String> tests)
      throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("find", "-H"));
    argv.addAll(paths);
    argv.addAll(tests);
    ExecResult result = sandbox.exec(Command.of(argv, LIMITS));
    // find has status 1 when one of the paths is not there, which is no failure.
    if (result.end() != ExecResult.End.EXITED || result.exitCode() > 1) {
      throw new FailureException(
          new Failure.Sandbox(
              "listing " + paths + " ended with status " + result.exitCode() + ", not 0 or 1"));
    }
    Set<String> files = new TreeSet<>();
    for (String file : result.stdout().split("\0", -1)) {
      if (!file.isEmpty()) {
        files.add(file);
      }
    }
    return files;
  }
}
