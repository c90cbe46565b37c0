package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Attempts to exchange a path under the supervisor while it works with it. Whatever an operation
/// comes to, it leads to nothing of the host's and changes nothing of others.
interface RaceRules extends EscapeRules {
  int ROUNDS = 25;
  long MAX_BYTES = 1 << 20;

  /// A directory, a link to the host's and a file take turns at the path `d`.
  private String links() {
    return "mkdir -p real; echo inside > real/secret; (while :; do ln -sfn HOST d; ln -sfn real d;"
            .replace("HOST", host().toString())
        + " rm -f d; mkdir d; rmdir d; : > d; rm -rf d; done) >/dev/null 2>&1 & true";
  }

  private Shell racing(Sandbox sandbox, String script) throws InterruptedException {
    var shell = sandbox.shell(LIMITS);
    var result = shell.run(script, LIMITS.time());
    assertTrue(result.ok(), result::toString);
    return shell;
  }

  /// What the supervisor does; may fail while the tree changes.
  interface Operation {
    void run() throws InterruptedException;
  }

  private void attempt(Operation operation) throws InterruptedException {
    try {
      operation.run();
    } catch (FailureException e) {
      assertFalse(e.failure().detail().contains(SECRET), e.failure().detail());
    }
  }

  private void isNotTheHosts(Sandbox sandbox, String path) throws InterruptedException {
    var read = sandbox.read(path, 100);
    read.ifPresent(bytes -> assertFalse(new String(bytes, StandardCharsets.UTF_8).equals(SECRET)));
  }

  @Test
  default void linksThatChangeUnderTheSupervisorLeadNowhere() throws InterruptedException {
    try (var _ = racing(attacker(), links())) {
      for (int i = 0; i < ROUNDS; i++) {
        isNotTheHosts(attacker(), "d/secret");
        attacker().write("d/made", new byte[1]);
      }
      attempt(() -> attacker().capture(MAX_BYTES));
    }
  }

  @Test
  default void linksThatChangeDuringACopyLeadNowhere() throws InterruptedException, IOException {
    Path given = Files.createTempDirectory("given");
    try {
      Files.writeString(given.resolve("made"), "given");
      try (var _ = racing(attacker(), links())) {
        for (int i = 0; i < ROUNDS; i++) {
          attempt(() -> attacker().copyIn(given, "/app/d"));
        }
      }
    } finally {
      HostTree.delete(given);
    }
  }

  @Test
  default void linksThatChangeUnderADeltaLeadNowhere() throws InterruptedException {
    var delta =
        DeltaArchive.encode(
            List.of(
                new DeltaEntry.Directory("app/d", 0755, DeltaEntry.Contents.MERGED),
                new DeltaEntry.File("app/d/made", 0644, new byte[1]),
                new DeltaEntry.Deleted("app/d/secret")),
            MAX_BYTES);
    try (var _ = racing(attacker(), links())) {
      for (int i = 0; i < ROUNDS; i++) {
        attempt(() -> attacker().apply(delta));
      }
    }
  }

  @Test
  default void linksThatChangeDuringAForkLeadNowhere() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try (var _ = racing(attacker(), links());
          var forked = attacker().fork()) {
        isNotTheHosts(forked, "d/secret");
        forked.write("d/made", new byte[1]);
        attempt(() -> forked.capture(MAX_BYTES));
        assertEquals("inside\n", forked.exec(Command.bash("cat real/secret", LIMITS)).stdout());
      }
    }
  }

  /// Of what lies below a sandbox, and of its own files, one with another name takes turns with a
  /// plain file.
  @Test
  default void hardLinksThatChangeUnderTheSupervisorChangeNothingOfOthers()
      throws InterruptedException, IOException {
    byte[] program = Files.readAllBytes(Path.of("/usr/bin/tac"));
    String users = tries("cat /etc/passwd").stdout();
    String links =
        "echo mine > own; (while :; do ln -f /etc/passwd d; ln -f own d; ln -f /usr/bin/tac d;"
            + " ln HOST/secret d; rm -f d; : > d; done) >/dev/null 2>&1 & true";
    try (var _ = racing(attacker(), links.replace("HOST", host().toString()))) {
      for (int i = 0; i < ROUNDS; i++) {
        attempt(() -> isNotTheHosts(attacker(), "d"));
        attacker().write("d", "written".getBytes(StandardCharsets.UTF_8));
      }
      attempt(() -> attacker().capture(MAX_BYTES));
    }
    try (var other = provider().create(environment())) {
      assertEquals(users, other.exec(Command.bash("cat /etc/passwd", LIMITS)).stdout());
      assertTrue(other.exec(Command.bash("echo x | tac", LIMITS)).ok());
    }
    assertEquals(program.length, Files.size(Path.of("/usr/bin/tac")));
  }

  /// A single read that waits for somebody who writes would take two minutes.
  @Test
  default void pipesThatChangeUnderTheSupervisorHoldNobody() throws InterruptedException {
    String pipes =
        "echo mine > own; mkfifo pipe; (while :; do ln -f pipe d; ln -f own d; done)"
            + " >/dev/null 2>&1 & true";
    try (var _ = racing(attacker(), pipes)) {
      long begin = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        attempt(() -> attacker().read("d", 100));
        attacker().write("d", new byte[1]);
      }
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 110);
    }
  }

  /// The directory that the mount points lie in is moved away, and a link to the host's put there.
  @Test
  default void theParentOfAMountPointThatChangesLeadsNowhere()
      throws InterruptedException, IOException {
    Path given = Files.createTempDirectory("given");
    Files.writeString(given.resolve("file"), "given");
    var attachments =
        new Attachments(
            List.of(new Attachments.ReadOnly(given, "/stage/given")),
            List.of(new Attachments.Scratch("/stage/private", 1 << 20)),
            false);
    String swap =
        "(while :; do mv /stage /gone; rm -rf /stage; ln -s HOST /stage; ln -sfn /oldroot/HOST"
            + " /stage; rm /stage; mv /gone /stage; done) >/dev/null 2>&1 & true";
    try (var sandbox = provider().create(environment(), attachments)) {
      try (var _ = racing(sandbox, swap.replace("HOST", host().toString()))) {
        for (int i = 0; i < ROUNDS; i++) {
          isNotTheHosts(sandbox, "/stage/secret");
          sandbox.exec(Command.bash("echo x > /stage/private/made", LIMITS));
        }
      }
      try (var forked = sandbox.fork()) {
        forked.exec(Command.bash("echo x > /stage/private/made; rm -rf /stage/given/*", LIMITS));
      }
    } finally {
      assertEquals("given", Files.readString(given.resolve("file")));
      HostTree.delete(given);
    }
  }
}
