package dev.millrace.rewards;

import java.util.ArrayList;
import java.util.List;

/// A bash that nothing which it starts can look into or change, though all runs as one user: it
/// runs from a copy that may not be read, and of such a program the kernel shows memory, variables
/// and open files to nobody. Its arguments are read all the same. Where it cannot be closed so,
/// nothing is run.
public final class ClosedShell {
  /// The status of a run that was given up.
  public static final int GIVEN_UP = 113;

  /// What is amiss where a run was given up before it began.
  public static final String NEEDS =
      "no closed shell could be made: the image needs bash, cp, chmod and a writable /logs";

  // Nothing of an agent's comes below /logs but artefacts, so nothing stands in the copy's way.
  private static final String BEGIN = "path=$PATH PATH=/usr/sbin:/usr/bin:/sbin:/bin\n";
  private static final String END =
      """
      copy=/logs/.bash
      rm -rf $copy && mkdir -p /logs && cp "$(command -v bash)" $copy && chmod 111 $copy &&
        ! true 2>/dev/null <$copy || exit 113
      PATH=$path
      exec $copy "$@"
      """;

  private ClosedShell() {}

  /// The words of a command that runs it.
  ///
  /// @param before lines that an open bash runs first, with the system's own programs; they end
  ///     with `exit 113` where they fail
  /// @param arguments of the shell
  public static List<String> argv(String before, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("/bin/bash", "-c", BEGIN + before + END, "bash"));
    argv.addAll(List.of(arguments));
    return argv;
  }
}
