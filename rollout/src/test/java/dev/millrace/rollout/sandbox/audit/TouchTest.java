package dev.millrace.rollout.sandbox.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.sandbox.audit.AuditEvent.Content;
import dev.millrace.rollout.sandbox.audit.AuditEvent.Operation;
import dev.millrace.rollout.sandbox.audit.Changes.Change;
import dev.millrace.rollout.sandbox.audit.Changes.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TouchTest {
  private static final Content CONTENT = new Content(1, "d");
  private static final AuditEvent RAN =
      new AuditEvent.Ran(new AuditEvent.Traced("d", "true"), List.of(), 0, "EXITED", 0, 1, 0);
  private static final Touch UNTOUCHED = new Touch.Untouched();

  private static AuditEvent captured(Change... changes) {
    return new AuditEvent.Captured(CONTENT, new Changes(Arrays.asList(changes), 0));
  }

  private static Touch touched(String path, AuditEvent... events) throws IOException {
    try (LogFile file = new LogFile()) {
      file.log().append(file.opened());
      for (AuditEvent event : events) {
        file.log().append(event);
      }
      file.log().close();
      return AuditTrail.read(file.path()).touched(path);
    }
  }

  private static Touch by(long... entries) {
    return new Touch.Touched(Arrays.stream(entries).boxed().toList());
  }

  @Test
  void filesNamedToToolsAreTouchedWithWhatLiesAboveThem() throws IOException {
    AuditEvent read = new AuditEvent.FileRead("src/../src/a.py", List.of(CONTENT));
    AuditEvent write = new AuditEvent.FileWritten("/app/src/b.py", CONTENT, false);
    assertEquals(by(1), touched("src/a.py", read, write));
    assertEquals(by(2), touched("/app/src/b.py", read, write));
    assertEquals(by(1, 2), touched("src", read, write));
    assertEquals(by(1, 2), touched("/", read, write));
    assertEquals(UNTOUCHED, touched("/app/src/a", read, write));
    assertEquals(UNTOUCHED, touched("/tests", read, write));
  }

  @Test
  void changesOfACaptureAreTouchedWhoeverMadeThem() throws IOException {
    AuditEvent after =
        captured(
            new Change(Kind.DIRECTORY, "/app"),
            new Change(Kind.FILE, "/app/new"),
            new Change(Kind.DELETED, "/app/old"),
            new Change(Kind.REPLACED_DIRECTORY, "/app/lib"));
    assertEquals(by(2), touched("/app/new", RAN, after));
    assertEquals(by(2), touched("/app/old/deep/file", RAN, after));
    assertEquals(by(2), touched("/app/lib/x", RAN, after));
    assertEquals(UNTOUCHED, touched("/app/other", RAN, after));
    assertEquals(UNTOUCHED, touched("/etc", RAN, after));
  }

  @Test
  void copiedAndAppliedPathsAreTouched() throws IOException {
    var changes = new Changes(List.of(new Change(Kind.FILE, "/tests/a")), 0);
    AuditEvent copied = new AuditEvent.CopiedIn("/tests", CONTENT, changes);
    AuditEvent applied = new AuditEvent.Applied(CONTENT, changes);
    assertEquals(by(1, 2), touched("/tests/a", copied, applied));
    assertEquals(UNTOUCHED, touched("/tests/b", copied, applied));
    assertEquals(by(1, 2), touched("/tests", copied, applied));
  }

  @Test
  void afterCommandsOnlyACaptureTells() throws IOException {
    assertInstanceOf(Touch.Unknown.class, touched("/x", RAN));
    assertEquals(UNTOUCHED, touched("/x", RAN, captured()));
    assertInstanceOf(Touch.Unknown.class, touched("/x", RAN, captured(), RAN));
    assertInstanceOf(
        Touch.Unknown.class,
        touched("/x", captured(), new AuditEvent.Broke(Operation.COMMAND, "true", "gone")));
  }

  @Test
  void aBrokenAccessMayHaveTouched() throws IOException {
    var broke = new AuditEvent.Broke(Operation.WRITE, "x", "interrupted");
    assertEquals(by(1), touched("/app/x", broke));
    assertEquals(UNTOUCHED, touched("/app/y", broke));
  }

  @Test
  void aListThatLeavesPathsOutProvesNothing() throws IOException {
    var omitting = new AuditEvent.Captured(CONTENT, new Changes(List.of(), 1));
    assertInstanceOf(Touch.Unknown.class, touched("/x", omitting));
  }

  @Test
  void aLogThatIsNotWholeProvesNothingButWhatItHas() throws IOException {
    try (LogFile file = new LogFile()) {
      file.log().append(file.opened());
      file.log().append(new AuditEvent.FileRead("a", List.of()));
      AuditTrail trail = AuditTrail.read(file.path());
      assertEquals(by(1), trail.touched("a"));
      assertTrue(trail.touched("b") instanceof Touch.Unknown(String why) && why.contains("whole"));
    }
  }

  @Test
  void pathsAreMadePlain() {
    assertEquals("/a/c", Changes.plain("/a", "./b/..//c/"));
    assertEquals("/etc", Changes.plain("/a", "../../etc"));
    assertEquals("/", Changes.plain("/a", "/"));
    assertEquals("/a/x\0y", Changes.plain("/a", "x\0y"));
  }
}
