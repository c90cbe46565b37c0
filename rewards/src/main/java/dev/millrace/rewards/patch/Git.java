package dev.millrace.rewards.patch;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Scripts around git in a sandbox that no agent has touched.
///
/// @param directory of the repository, absolute
record Git(Sandbox sandbox, String directory, long memoryBytes) {
  private static final Duration TIME = Duration.ofMinutes(5);
  private static final int OUTPUT_BYTES = 64 << 10;

  /// No hooks, no monitors, no user's settings: a script does the same in every environment.
  private static final Map<String, String> VARIABLES =
      Map.of(
          "GIT_CONFIG_COUNT", "4",
          "GIT_CONFIG_KEY_0", "safe.directory",
          "GIT_CONFIG_VALUE_0", "*",
          "GIT_CONFIG_KEY_1", "core.hooksPath",
          "GIT_CONFIG_VALUE_1", "/dev/null",
          "GIT_CONFIG_KEY_2", "core.fsmonitor",
          "GIT_CONFIG_VALUE_2", "false",
          "GIT_CONFIG_KEY_3", "gc.auto",
          "GIT_CONFIG_VALUE_3", "0");

  /// Runs a bash script in the repository.
  ///
  /// @throws FailureException with `Failure.Verifier` when it runs out of time
  ExecResult run(String script, byte[] stdin) throws InterruptedException {
    String inRepository = "cd -- \"$0\" || exit 97\n" + script;
    var limits = new Command.Limits(TIME, memoryBytes, OUTPUT_BYTES);
    ExecResult result =
        sandbox.exec(
            new Command(
                List.of("bash", "-c", inRepository, directory),
                VARIABLES,
                stdin,
                limits,
                Command.Streams.MERGED));
    if (result.end() == ExecResult.End.TIMED_OUT) {
      throw failure("took more than " + TIME.toSeconds() + " s: " + firstLine(script));
    }
    return result;
  }

  /// As [#run], for a script that must end with 0.
  ///
  /// @param what it does, for the message
  void require(String what, String script, byte[] stdin) throws InterruptedException {
    ExecResult result = run(script, stdin);
    if (result.exitCode() != 0) {
      throw failure(
          "%s ended with status %d: %s".formatted(what, result.exitCode(), tail(result.stdout())));
    }
  }

  private FailureException failure(String problem) {
    return new FailureException(new Failure.Verifier("git in " + directory + ": " + problem));
  }

  private static String firstLine(String script) {
    return script.lines().findFirst().orElse("");
  }

  static String tail(String output) {
    String stripped = output.strip();
    return stripped.length() > 500 ? "…" + stripped.substring(stripped.length() - 500) : stripped;
  }
}
