package dev.millrace.rollout.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The machine, as far as probes ask about it.
public interface Host {
  /// A file's text, or empty where it cannot be read.
  Optional<String> read(String path);

  /// Where a program is found: only in the system's directories, as sandboxes see no others.
  Optional<Path> program(String name);

  /// Runs a command for at most half a minute; without a way to start it, its exit code is 127.
  Ran run(List<String> argv) throws InterruptedException;

  /// @throws IOException when the path's file system cannot be asked
  long freeBytes(Path directory) throws IOException;

  boolean isWritable(Path path);

  /// How a probe's command ended.
  ///
  /// @param output of both streams
  record Ran(int exitCode, String output) {}

  /// This machine.
  static Host local() {
    return new LocalHost();
  }

  /// The machine this JVM runs on.
  final class LocalHost implements Host {
    private static final List<String> PATH = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");
    private static final int SECONDS = 30;

    private LocalHost() {}

    @Override
    public Optional<String> read(String path) {
      try {
        return Optional.of(Files.readString(Path.of(path)));
      } catch (IOException _) {
        return Optional.empty();
      }
    }

    @Override
    public Optional<Path> program(String name) {
      return PATH.stream().map(dir -> Path.of(dir, name)).filter(Files::isExecutable).findFirst();
    }

    @Override
    public Ran run(List<String> argv) throws InterruptedException {
      try {
        Path output = Files.createTempFile("probe", ".txt");
        try {
          var process =
              new ProcessBuilder(argv)
                  .redirectErrorStream(true)
                  .redirectOutput(output.toFile())
                  .start();
          if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Ran(137, "took longer than " + SECONDS + " s");
          }
          return new Ran(process.exitValue(), Files.readString(output).strip());
        } finally {
          Files.delete(output);
        }
      } catch (IOException e) {
        return new Ran(127, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public long freeBytes(Path directory) throws IOException {
      return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public boolean isWritable(Path path) {
      return Files.isWritable(path);
    }
  }
}
