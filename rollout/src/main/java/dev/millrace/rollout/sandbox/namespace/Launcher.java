package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Runs commands in fresh namespaces over an overlay's directories.
///
/// @param script the mechanism's, in the cache
record Launcher(Mechanism mechanism, Path script, Processes processes) {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "HOME", "/root",
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LANG", "C.UTF-8",
          "TZ", "UTC",
          "PYTHONHASHSEED", "0",
          "PYTHONDONTWRITEBYTECODE", "1");

  /// Where a command runs: the overlay with its fstab written.
  ///
  /// @param variables over the sandbox's own
  /// @param attachments in the fstab already
  record Place(
      Overlay overlay, String workdir, Map<String, String> variables, Attachments attachments) {}

  /// @throws FailureException with `Failure.Sandbox` when the command was not started, or its end
  /// is
  ///     not known
  Processes.Ended run(Place place, Command command, RunningProcess slot)
      throws InterruptedException {
    var overlay = place.overlay();
    try {
      overlay.clearWork();
      Files.deleteIfExists(overlay.status());
      Files.writeString(
          overlay.command(), CommandScript.of(command, place.workdir(), variables(place, command)));
      var ended =
          processes.run(
              new Processes.Request(
                  mechanism.argv(script, overlay, place.attachments().loopback()),
                  command.stdin(),
                  command.streams() == Command.Streams.MERGED,
                  command.limits().time(),
                  command.limits().outputBytes()),
              slot);
      if (!ended.timedOut() && !hasExited(overlay)) {
        throw new FailureException(new Failure.Sandbox(notStarted(overlay, ended)));
      }
      return ended;
    } catch (IOException e) {
      throw new FailureException(
          new Failure.Sandbox("cannot run a command in " + overlay.directory() + ": " + e), e);
    }
  }

  private static Map<String, String> variables(Place place, Command command) {
    Map<String, String> all = new HashMap<>(VARIABLES);
    all.putAll(place.variables());
    all.putAll(command.variables());
    return all;
  }

  private static boolean hasExited(Overlay overlay) throws IOException {
    try {
      return Files.readString(overlay.status()).contains("exit-code");
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static String notStarted(Overlay overlay, Processes.Ended ended) throws IOException {
    String said = (Files.readString(overlay.diagnostics()) + ended.stderr().text()).strip();
    return "the namespaces of a command could not be set up, or were torn down from outside (exit "
        + ended.exitCode()
        + "): "
        + said.substring(0, Math.min(500, said.length()));
  }
}
