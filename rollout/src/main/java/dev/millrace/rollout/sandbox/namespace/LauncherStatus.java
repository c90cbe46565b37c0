package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a launcher has written about its command into its status file, as bubblewrap does with
/// `--json-status-fd`.
record LauncherStatus(Path file) {
  private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final Pattern CHILD = Pattern.compile("\"child-pid\": (\\d+)");

  static LauncherStatus of(HolderFiles files) {
    return new LauncherStatus(files.status());
  }

  /// Whether the launcher has told that its command was started and ended.
  boolean hasExited() throws IOException {
    return text().contains("exit-code");
  }

  /// Empty where nothing was told.
  private String text() throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException _) {
      return "";
    }
  }

  /// Says, for people, that a command was not started.
  String notStarted(Ended ended) throws IOException {
    String said = (text() + ended.stderr().text() + ended.stdout().text()).strip();
    return "the namespaces of a command could not be set up, or were torn down from outside (exit "
        + ended.exitCode()
        + "): "
        + said.substring(0, Math.min(500, said.length()));
  }

  /// Waits until process 1 of the last command's namespaces is gone, and with it all the others:
  /// bubblewrap ends with the command, and lets the kernel kill what that left running.
  ///
  /// @param holder that ran the command; it is ended when they do not go
  void awaitEndOfNamespaces(Holder holder) throws IOException {
    Optional<Path> first = firstProcess().map(holder::seen);
    long end = System.nanoTime() + Processes.GRACE.toNanos();
    while (first.isPresent() && isRunning(first.get())) {
      if (System.nanoTime() > end) {
        holder.end();
        throw new IOException("what a command left running cannot be killed");
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  private Optional<Path> firstProcess() throws IOException {
    Matcher matcher = CHILD.matcher(Files.readString(file));
    return matcher.find()
        ? Optional.of(Path.of("/proc", matcher.group(1), "stat"))
        : Optional.empty();
  }

  /// A zombie has ended: process 1 becomes one when all the others are gone.
  private static boolean isRunning(Path stat) {
    try {
      String facts = Files.readString(stat);
      return facts.charAt(facts.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException _) {
      // There is no such process any more.
      return false;
    }
  }
}
