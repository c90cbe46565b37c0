package dev.millrace.orchestrator.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// How long processors worked: unlike the time that passes, this hardly depends on what else runs.
final class ProcessorTime {
  // USER_HZ, which is the same wherever Linux runs.
  private static final int MILLIS_A_TICK = 10;
  // Of the fields behind the name, from 0: in user mode and in the kernel, and of ended children.
  private static final int FIRST = 11;
  private static final int LAST = 14;

  private ProcessorTime() {}

  /// Of this process, of those below it, and of those that they waited for; not what the kernel's
  /// own threads do for them.
  static Duration ofProcesses() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.concat(Stream.of(self), self.descendants())
        .map(process -> of(Path.of("/proc", Long.toString(process.pid()), "stat")))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration of(Path stat) {
    try {
      return Files.exists(stat) ? of(Files.readString(stat)) : Duration.ZERO;
    } catch (IOException e) {
      if (Files.exists(stat)) {
        throw new UncheckedIOException("cannot read " + stat, e);
      }
      // It has ended meanwhile.
      return Duration.ZERO;
    }
  }

  /// @param stat the line of `/proc/PID/stat`, as proc(5) has it
  static Duration of(String stat) {
    // A name may hold anything, parentheses too.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = FIRST; i <= LAST; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return Duration.ofMillis(ticks * MILLIS_A_TICK);
  }
}
