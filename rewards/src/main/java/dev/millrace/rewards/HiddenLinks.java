package dev.millrace.rewards;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Links of an end state that lead to where a verifier's own files will lie: a file that is
/// compared with an expected one could be that very one. A shell of the sandbox follows them, over
/// other links and `..`, so that no detour helps. Of a chain of links the first that leads there is
/// found; without it the others lead nowhere.
final class HiddenLinks {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 1L << 30, 8 << 20);

  // What a process calls its own directory (/proc/self/cwd) is a hidden one here.
  private static final String SCRIPT =
      """
      unset CDPATH
      places='^/(tests|solution|logs/verifier)(/|$)'
      processes='^/proc(/([0-9]+|self|thread-self)(/(root|cwd|task)(/.*)?)?)?/?$'
      hidden=()
      mkdir -p /logs/verifier/.links || exit
      while IFS= read -r -d '' link && IFS= read -r -d '' target; do
        case $target in /*) ;; *) target=${link%/*}/$target ;; esac
        head=$target rest=
        until cd -P /logs/verifier/.links && cd -P -- "$head/" 2>/dev/null; do
          rest=/${head##*/}$rest head=${head%/*}
        done
        place=${PWD%/}$rest
        while [[ $place == //* ]]; do place=${place#/}; done
        if [[ $place =~ $places || $place =~ $processes ]]; then
          hidden+=("$link")
        fi
      done
      cd / && rmdir -p /logs/verifier/.links 2>/dev/null
      [[ ${#hidden[@]} -eq 0 ]] && exit 0
      printf '%s\\0' "${hidden[@]}"
      printf '%s\\0' "${hidden[@]}" | xargs -0 rm -f --
      """;

  private HiddenLinks() {}

  /// Takes them out of a sandbox.
  ///
  /// @param entries that the sandbox was given
  /// @return absolute paths of those that were taken out
  /// @throws FailureException with `Failure.Sandbox` when they cannot be followed or taken out
  static Set<String> remove(Sandbox sandbox, List<DeltaEntry> entries) throws InterruptedException {
    StringBuilder links = new StringBuilder();
    for (DeltaEntry entry : entries) {
      if (entry instanceof DeltaEntry.Link(String path, String target)) {
        links.append('/').append(path).append('\0').append(target).append('\0');
      }
    }
    return links.isEmpty() ? Set.of() : removed(sandbox, links.toString());
  }

  private static Set<String> removed(Sandbox sandbox, String links) throws InterruptedException {
    ExecResult result =
        sandbox.exec(
            Command.of(List.of("bash", "-c", SCRIPT), LIMITS)
                .withStdin(links.getBytes(StandardCharsets.UTF_8)));
    if (result.end() != ExecResult.End.EXITED || result.exitCode() != 0) {
      throw new FailureException(
          new Failure.Sandbox(
              "following the links of an end state ended with status %d (%s), not 0: %s"
                  .formatted(result.exitCode(), result.end(), result.stderr().strip())));
    }
    Set<String> removed = new TreeSet<>(Arrays.asList(result.stdout().split("\0", -1)));
    removed.remove("");
    return removed;
  }
}
