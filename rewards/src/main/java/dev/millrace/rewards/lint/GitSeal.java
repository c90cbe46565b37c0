package dev.millrace.rewards.lint;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Proves of a sandbox that no repository in it holds more than the history of the commit that is
/// checked out: every object there is, loose, packed, borrowed or unreachable, is reachable from
/// that commit or stands in the index. Nested repositories, bare ones and those of submodules are
/// looked at as well.
public final class GitSeal {
  /// The kind of flag by which a task says that it is about the history, which needs no seal.
  public static final String PERMIT = "history_mined";

  private static final int MOST_NAMED = 3;
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofMinutes(2), 2L << 30, 256 << 20);

  private GitSeal() {}

  /// Whether a task has to be sealed.
  public static boolean isNeeded(Task task) {
    return !task.permits().kinds().contains(PERMIT);
  }

  /// What breaks the seal, a line each; empty where all repositories are sealed or there is none.
  ///
  /// @param sandbox fresh
  /// @param root below which repositories are looked for, `/` for all
  /// @throws FailureException with `Failure.Sandbox` when they cannot be looked through
  public static List<String> broken(Sandbox sandbox, String root) throws InterruptedException {
    return look(sandbox, root).broken();
  }

  /// What was found.
  ///
  /// @param heads what is checked out in each repository, as `DIRECTORY at COMMIT`
  /// @param broken what breaks the seal, a line each
  record Looked(List<String> heads, List<String> broken) {
    Looked {
      heads = List.copyOf(heads);
      broken = List.copyOf(broken);
    }
  }

  /// As [#broken], with the repositories.
  static Looked look(Sandbox sandbox, String root) throws InterruptedException {
    List<String> heads = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (String directory : repositories(sandbox, root)) {
      heads.add(directory + " at " + head(sandbox, directory));
      broken.addAll(beyond(sandbox, directory));
    }
    for (String file : lines(sandbox, strays(root))) {
      broken.add(file + " may hold commits");
    }
    return new Looked(heads, broken);
  }

  private static String head(Sandbox sandbox, String directory) throws InterruptedException {
    return lines(sandbox, git(directory) + "rev-parse -q --verify HEAD || echo no commit")
        .getFirst();
  }

  private static String git(String directory) {
    return "git -c 'safe.directory=*' --git-dir='" + directory.replace("'", "'\\''") + "' ";
  }

  private static List<String> repositories(Sandbox sandbox, String root)
      throws InterruptedException {
    return lines(
        sandbox,
        "find "
            + roots(root)
            + " \\( -path /usr -o -path /proc -o -path /sys -o -path /dev \\) -prune -o"
            + " -type f -name HEAD -print 2>/dev/null | while read -r h; do d=${h%/HEAD};"
            + " if [ -d \"$d/objects\" ] && [ -d \"$d/refs\" ]; then echo \"$d\"; fi; done"
            + " | sort -u");
  }

  /// What lies below `/usr` is the machine's, save `/usr/local`.
  static String roots(String root) {
    return root.equals("/") ? "/ /usr/local" : root;
  }

  /// Packs and bundles that lie outside a repository's own directory.
  private static String strays(String root) {
    return "find "
        + roots(root)
        + " \\( -path /usr -o -path /proc -o -path /sys -o -path /dev \\) -prune -o"
        + " -type f \\( -name '*.bundle' -o -name 'pack-*.pack' \\) -print 2>/dev/null"
        + " | grep -v '/objects/pack/' | while read -r f; do"
        + " case $(head -c 4 \"$f\") in PACK|'# v2'|'# v3') echo \"$f\";; esac; done; true";
  }

  private static List<String> beyond(Sandbox sandbox, String directory)
      throws InterruptedException {
    String git = git(directory);
    Set<String> reachable = new HashSet<>();
    for (String line :
        lines(
            sandbox,
            git
                + "rev-list --objects HEAD 2>/dev/null; "
                + git
                + "ls-files -s 2>/dev/null "
                + "| cut -d' ' -f2; true")) {
      reachable.add(line.split(" ", 2)[0]);
    }
    List<String> commits = new ArrayList<>();
    int others = 0;
    for (String line :
        lines(
            sandbox,
            git
                + "cat-file --batch-all-objects --unordered"
                + " --batch-check='%(objectname) %(objecttype)'")) {
      String[] object = line.split(" ", 2);
      if (!reachable.contains(object[0])) {
        switch (object[1]) {
          case "commit" -> commits.add(object[0]);
          case "tag" -> others += isTagOfBase(sandbox, git, object[0], reachable) ? 0 : 1;
          default -> others++;
        }
      }
    }
    List<String> broken = new ArrayList<>();
    if (!commits.isEmpty()) {
      commits.sort(null);
      broken.add(
          directory
              + " holds "
              + commits.size()
              + " commits that the checked-out one does not descend from, such as "
              + String.join(", ", commits.subList(0, Math.min(MOST_NAMED, commits.size()))));
    }
    if (others > 0) {
      broken.add(directory + " holds " + others + " other objects that no commit of its base has");
    }
    return broken;
  }

  private static boolean isTagOfBase(Sandbox sandbox, String git, String tag, Set<String> reachable)
      throws InterruptedException {
    List<String> peeled = lines(sandbox, git + "rev-parse '" + tag + "^{}'");
    return peeled.size() == 1 && reachable.contains(peeled.getFirst());
  }

  private static List<String> lines(Sandbox sandbox, String script) throws InterruptedException {
    ExecResult result = sandbox.exec(Command.of(List.of("bash", "-c", script), LIMITS));
    if (!result.ok()) {
      throw new FailureException(
          new Failure.Sandbox(
              "looking through repositories ended with status "
                  + result.exitCode()
                  + ": "
                  + result.stderr().strip()));
    }
    return result.stdout().lines().filter(line -> !line.isBlank()).toList();
  }
}
