package dev.millrace.orchestrator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RunLockTest {
  @TempDir Path directory;
  private RunLayout layout;

  @BeforeEach
  void nameTheOutput() {
    layout = new RunLayout(directory.resolve("out"));
  }

  @Test
  void whatAnotherProcessRunsInIsRefusedUntilThatIsKilled() throws Exception {
    Process other = other();
    try {
      assertEquals('x', other.getInputStream().read());
      assertTrue(refusal().contains(layout.out().toString()));
    } finally {
      other.destroyForcibly();
    }
    assertTrue(other.waitFor(30, TimeUnit.SECONDS));
    RunLock.take(layout).close();
  }

  @Test
  void secondRunOfThisProcessIsRefused() {
    try (var _ = RunLock.take(layout)) {
      assertTrue(refusal().contains("another process is running in"));
    }
    RunLock.take(layout).close();
  }

  @Test
  void runThatNeverBeganLeavesNothing() throws IOException {
    RunLock.take(layout).close();
    assertFalse(Files.exists(layout.out()));
    Files.createDirectories(layout.out());
    RunLock.take(layout).close();
    assertTrue(Files.isDirectory(layout.out()));
    assertFalse(layout.isUsed());
  }

  @Test
  void whatHasBegunStays() throws IOException {
    try (var _ = RunLock.take(layout)) {
      Files.createDirectories(layout.broker());
    }
    assertTrue(Files.isDirectory(layout.broker()));
    assertFalse(Files.exists(layout.lock()));
  }

  @Test
  void placeThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
    Files.writeString(layout.out(), "a file");
    String told = refusal();
    assertTrue(told.contains("--out") && told.contains(layout.out().toString()), told);
    assertFalse(told.contains("Exception"), told);
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(ConfigException.class, () -> RunLock.take(layout)).getMessage());
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            layout.out().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// Another process that runs there, and never ends by itself.
  static final class Holder {
    public static void main(String[] args) throws IOException {
      try (var _ = RunLock.take(new RunLayout(Path.of(args[0])))) {
        System.out.write('x');
        System.out.flush();
        int never = System.in.read();
        System.exit(never);
      }
    }
  }
}
