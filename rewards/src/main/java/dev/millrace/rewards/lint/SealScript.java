package dev.millrace.rewards.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Seals the repositories of a task's environment, as the last step of its Dockerfile: remotes,
/// refs that are no part of the checked-out commit's history, reflogs and stashes go, and what
/// nothing reaches any more is pruned.
public final class SealScript {
  private static final String TEXT =
      "find ROOT \\( -path /usr -o -path /proc -o -path /sys -o -path /dev \\) -prune -o -type f"
          + " -name HEAD -print | while read -r h; do d=${h%/HEAD}; [ -d \"$d/objects\" ] && [ -d"
          + " \"$d/refs\" ] || continue; g() { git -c 'safe.directory=*' --git-dir=\"$d\" \"$@\";"
          + " }; b=$(g rev-parse -q --verify 'HEAD^{commit}') |"
          + "| continue; for r in $(g remote); do"
          + " g remote remove \"$r\"; done; g for-each-ref --format='%(refname)' "
          + "| while read -r f;"
          + " do c=$(g rev-parse -q --verify \"$f^{commit}\") && g merge-base --is-ancestor \"$c\""
          + " \"$b\" || g update-ref -d \"$f\"; done; rm -rf \"$d/logs\" \"$d/ORIG_HEAD\""
          + " \"$d/FETCH_HEAD\" \"$d/lost-found\"; g repack -q -a -d; rm -f"
          + " \"$d/objects/info/alternates\"; g gc -q --prune=now; g prune --expire=now; done";

  private SealScript() {}

  /// For bash.
  ///
  /// @param root below which repositories are sealed
  static String below(String root) {
    return TEXT.replace("ROOT", GitSeal.roots(root));
  }

  /// Adds the step to a Dockerfile.
  ///
  /// @return whether it was not there yet
  public static boolean addTo(Path dockerfile) throws IOException {
    String step = "RUN " + below("/") + "\n";
    String text = Files.readString(dockerfile);
    if (text.contains(step)) {
      return false;
    }
    Files.writeString(
        dockerfile, (text.endsWith("\n") ? "" : "\n") + step, StandardOpenOption.APPEND);
    return true;
  }
}
