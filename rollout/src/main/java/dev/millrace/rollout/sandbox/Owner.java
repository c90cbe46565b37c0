package dev.millrace.rollout.sandbox;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The name of this process on what it makes outside of itself. Process ids are used again, so a
/// start time goes with them.
///
/// @param name the process id, the start in milliseconds and a number of this process's own, with
///     dashes between them
public record Owner(String name) {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /// Another name of this process.
  public static Owner current() {
    return new Owner(name(ProcessHandle.current()) + "-" + NUMBERS.incrementAndGet());
  }

  private static String name(ProcessHandle process) {
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + started;
  }

  /// Whether the process of this name lives; a name of another form has none.
  public static boolean isAlive(String name) {
    String[] parts = name.split("-", 3);
    if (parts.length != 3 || !parts[0].matches("[0-9]{1,9}")) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts[0]));
    return process.isPresent() && name(process.get()).equals(parts[0] + "-" + parts[1]);
  }
}
