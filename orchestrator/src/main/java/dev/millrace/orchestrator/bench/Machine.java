package dev.millrace.orchestrator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Where figures come from; without it they say nothing.
///
/// @param cpu the processor's model as the kernel names it, or else its architecture
/// @param jdk the version of the JDK that ran
public record Machine(int cores, String cpu, String jdk) {
  /// The machine this JVM runs on.
  public static Machine local() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        value(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
        Runtime.version().toString());
  }

  /// The most memory that this process ever had in use, in MiB, where the kernel says so.
  static Optional<Double> peakResidentMib() {
    return value(Path.of("/proc/self/status"), "VmHWM")
        .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024.0);
  }

  /// The first value of a key in a file of the kernel's `key: value` lines.
  private static Optional<String> value(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
