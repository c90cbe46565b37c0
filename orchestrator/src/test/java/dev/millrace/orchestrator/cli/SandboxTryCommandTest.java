package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTryCommandTest {
  @TempDir Path directory;

  @BeforeAll
  static void sandboxesCanBeMade() throws IOException {
    try (var work = WorkDirectory.temporary()) {
      Path cache = work.path().resolve("cache");
      NamespaceProvider.open(NamespaceSettings.of(cache, work.path().resolve("scratch"))).close();
    } catch (FailureException e) {
      Assumptions.abort("sandboxes are not tried here: " + e.failure().detail());
    }
  }

  private static Called tried(String input, String... args) {
    var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Called.command(new SandboxTryCommand(in, UnaryOperator.identity()), args);
  }

  @Test
  void onATerminalNothingIsPrintedThatItWouldObey() {
    var command = new SandboxTryCommand(InputStream.nullInputStream(), Units::harmless);
    Called called =
        Called.command(
            command, "--", "sh", "-c", "printf '\\033[2Ja\\n'; printf '\\033]0;b\\007' >&2");
    assertEquals("\\x1b[2Ja\n", called.out());
    assertTrue(called.err().endsWith("\\x1b]0;b\\x07"), called.err());
  }

  @Test
  void aCommandRunsInASandboxWithItsStatusAndBothStreams() {
    Called called = tried("", "--", "sh", "-c", "uname -n; pwd; echo no >&2; exit 7");
    assertEquals(7, called.status(), called.err());
    assertEquals("sandbox\n/app\n", called.out());
    assertTrue(called.err().contains("namespaces: user, mount, pid"), called.err());
    assertTrue(called.err().endsWith("no\n"), called.err());
  }

  @Test
  void linesOfInputRunInOneShell() {
    Called called = tried("cd /tmp; x=1\necho $x $PWD\n(exit 4)\n");
    assertEquals("1 /tmp\n", called.out());
    assertEquals(4, called.status(), called.err());
  }

  @Test
  void exitLeavesTheShell() {
    Called called = tried("echo a\nexit 5\necho b\n");
    assertEquals("a\n", called.out());
    assertEquals(5, called.status(), called.err());
  }

  @Test
  void aDirectoryIsCopiedIn() throws IOException {
    Files.writeString(directory.resolve("file"), "mine\n");
    Called called = tried("", "--copy", directory.toString(), "--", "cat", "file");
    assertEquals("mine\n", called.out());
  }

  @Test
  void theTimeLimitIsToldAndIsStatus124() {
    Called called = tried("", "--time", "1", "--", "sleep", "60");
    assertEquals(124, called.status());
    assertTrue(called.err().contains("ended after 1 s; --time sets another limit"), called.err());
  }

  @Test
  void changedFilesMayNotTakeMoreThanTheDiskLimit() {
    Called called = tried("", "--disk", "8", "--", "sh", "-c", "head -c 20m /dev/zero > big");
    assertTrue(called.err().contains("No space left on device"), called.err());
  }

  @Test
  void whatCannotBeIsAUsageError() {
    Called called = tried("", "--copy", "/no/such/directory", "--", "true");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("--copy: /no/such/directory is no directory"), called.err());
  }
}
