package dev.millrace.rollout.sandbox.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.FakeCommands;
import dev.millrace.rollout.sandbox.FakeProvider;
import dev.millrace.rollout.sandbox.FakeSandbox;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditedSandboxTest {
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(9), 1 << 30, 1 << 10);
  private static final Environment ENVIRONMENT =
      new Environment(List.of(), Map.of(), "/app", null, "environment");
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private final FakeCommands commands = new FakeCommands().when("work", 3, "done é\n");
  private final FakeProvider fake = new FakeProvider(() -> commands);

  private AuditLogs logs() {
    return new AuditLogs(directory.resolve("logs"), "w", () -> Instant.EPOCH);
  }

  private AuditTrail trail(String id) throws IOException {
    return AuditTrail.read(logs().file(id));
  }

  private List<AuditEvent> events(String id) throws IOException {
    AuditTrail trail = trail(id);
    assertInstanceOf(AuditVerdict.Whole.class, trail.verdict());
    return trail.entries().stream().map(AuditEntry::event).toList();
  }

  @Test
  void allThatIsAskedIsInTheLog() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.write(tree.resolve("test.py"), TEXT);
    String captured;
    try (var provider = new AuditedProvider(fake, logs());
        var sandbox = provider.create(ENVIRONMENT)) {
      assertEquals("fake (in memory); audited", provider.description());
      assertEquals("audit", provider.protections().all().getLast().name());
      sandbox.exec(
          Command.bash("work with hidden-value-1", LIMITS)
              .withVariables(Map.of("API_KEY", "hidden-value-1", "A", "b")));
      sandbox.write("a", TEXT);
      assertEquals("text", new String(sandbox.read("a", 10).orElseThrow(), StandardCharsets.UTF_8));
      sandbox.read("absent", 10);
      sandbox.copyIn(tree, "tests");
      captured = sandbox.capture(1 << 20).digest();
    }
    List<AuditEvent> events = events("w-1");
    assertEquals(
        new AuditEvent.Opened(
            "w-1", "fake (in memory)", "environment", List.of(), "/app", List.of()),
        events.get(0));
    var ran = assertInstanceOf(AuditEvent.Ran.class, events.get(1));
    assertEquals("bash -c work with [hidden]", ran.command().beginning());
    assertEquals(List.of("A", "API_KEY"), ran.variables());
    assertEquals(3, ran.exitCode());
    assertEquals(8, ran.outputBytes());
    assertEquals(1000, ran.durationMicros());
    AuditEvent.Content text = Digests.of(TEXT);
    assertEquals(new AuditEvent.FileWritten("a", text, true), events.get(2));
    assertEquals(new AuditEvent.FileRead("a", List.of(text)), events.get(3));
    assertEquals(new AuditEvent.FileRead("absent", List.of()), events.get(4));
    var copied = assertInstanceOf(AuditEvent.CopiedIn.class, events.get(5));
    assertEquals(
        List.of(new Changes.Change(Changes.Kind.FILE, "/app/tests/test.py")),
        copied.paths().paths());
    var changes = assertInstanceOf(AuditEvent.Captured.class, events.get(6));
    assertEquals(captured, changes.delta().sha256());
    assertEquals(2, changes.changes().paths().size());
    assertEquals(new AuditEvent.Sealed(7), events.get(7));
    String whole = Files.readString(logs().file("w-1"));
    assertFalse(whole.contains("hidden-value-1") || whole.contains("text\""), whole);
    assertEquals(new Touch.Untouched(), trail("w-1").touched("/etc/passwd"));
  }

  @Test
  void whatBreaksIsInTheLogAndThrown() throws Exception {
    commands.then(new FakeCommands.Fault.Breaks("the holder is gone"));
    commands.then(new FakeCommands.Fault.TimesOut("half"));
    try (var provider = new AuditedProvider(fake, logs());
        var sandbox = provider.create(ENVIRONMENT)) {
      assertThrows(FailureException.class, () -> sandbox.exec(Command.bash("work", LIMITS)));
      sandbox.exec(Command.bash("work", LIMITS));
      sandbox.write("a", TEXT);
      assertThrows(FailureException.class, () -> sandbox.read("a", 1));
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> sandbox.exec(Command.bash("work", LIMITS)));
      assertThrows(FailureException.class, sandbox::fork);
      assertThrows(FailureException.class, () -> sandbox.shell(LIMITS));
    }
    List<AuditEvent> events = events("w-1");
    assertEquals(
        new AuditEvent.Broke(
            AuditEvent.Operation.COMMAND, "bash -c work", "sandbox: the holder is gone"),
        events.get(1));
    assertEquals("TIMED_OUT", assertInstanceOf(AuditEvent.Ran.class, events.get(2)).end());
    assertInstanceOf(AuditEvent.Broke.class, events.get(4));
    assertEquals(
        new AuditEvent.Broke(AuditEvent.Operation.COMMAND, "bash -c work", "interrupted"),
        events.get(5));
    assertEquals(AuditEvent.Operation.FORK, ((AuditEvent.Broke) events.get(6)).operation());
    assertEquals(AuditEvent.Operation.SHELL, ((AuditEvent.Broke) events.get(7)).operation());
  }

  @Test
  void aSandboxThatCannotBeMadeHasItsLogToo() throws Exception {
    fake.failing(new Failure.Environment("step 1 failed"));
    try (var provider = new AuditedProvider(fake, logs())) {
      var thrown = assertThrows(FailureException.class, () -> provider.create(ENVIRONMENT));
      assertInstanceOf(Failure.Environment.class, thrown.failure());
    }
    assertEquals(
        new AuditEvent.Broke(
            AuditEvent.Operation.CREATE, "environment", "environment: step 1 failed"),
        events("w-1").get(1));
  }

  @Test
  void nothingGoesOnUnseen() throws Exception {
    try (var provider = new AuditedProvider(fake, logs())) {
      var sandbox = provider.create(ENVIRONMENT);
      sandbox.close();
      sandbox.close();
      assertThrows(FailureException.class, () -> sandbox.write("a", TEXT));
      // A log that is sealed while its sandbox lives stands for a disk that is full.
      var second = provider.create(ENVIRONMENT);
      second.log().close();
      var thrown = assertThrows(FailureException.class, () -> second.write("a", TEXT));
      assertEquals("audit log w-2 is sealed: its sandbox is closed", thrown.failure().detail());
    }
    assertTrue(fake.made().stream().allMatch(FakeSandbox::isClosed));
  }

  @Test
  void closingTheProviderSealsEveryLog() throws Exception {
    var provider = new AuditedProvider(fake, logs());
    provider.create(ENVIRONMENT);
    provider.create(ENVIRONMENT).write("a", TEXT);
    provider.close();
    provider.close();
    assertEquals(2, events("w-1").size());
    assertEquals(3, events("w-2").size());
  }

  @Test
  void aForkHasItsOwnLogThatNamesWhereItBegan() throws Exception {
    AuditHead atFork;
    try (var provider = new AuditedProvider(new ForkingProvider(), logs())) {
      var parent = provider.create(ENVIRONMENT);
      parent.write("a", TEXT);
      var child = parent.fork();
      atFork = parent.log().head();
      child.write("b", TEXT);
      child.apply(child.capture(1 << 20));
      try (var shell = child.shell(LIMITS)) {
        shell.run("TOKEN=abcdef make", Duration.ofSeconds(1));
      }
    }
    assertEquals(new AuditEvent.Forked("w-2"), events("w-1").get(2));
    List<AuditEvent> child = events("w-2");
    assertEquals(
        new AuditEvent.Opened("w-2", "forking", atFork.hash(), List.of("w-1"), "/app", List.of()),
        child.get(0));
    AuditTrail parent = AuditTrail.read(logs().file("w-1"), atFork);
    assertInstanceOf(AuditVerdict.Whole.class, parent.verdict());
    var applied = assertInstanceOf(AuditEvent.Applied.class, child.get(3));
    assertEquals(2, applied.changes().paths().size());
    assertEquals(new AuditEvent.ShellOpened(), child.get(4));
    var ran = assertInstanceOf(AuditEvent.ShellRan.class, child.get(5));
    assertEquals(4, ran.shell());
    assertEquals("TOKEN=[hidden] make", ran.script().beginning());
  }
}
