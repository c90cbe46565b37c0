package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.LakeWriter;
import dev.millrace.datasets.lake.OffsetRange;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.HandMade;
import dev.millrace.rollout.sandbox.audit.AuditEvent;
import dev.millrace.rollout.sandbox.audit.AuditLog;
import dev.millrace.rollout.sandbox.audit.AuditLogs;
import dev.millrace.rollout.sandbox.audit.Changes;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  @TempDir private Path out;

  private Path logs() {
    return out.resolve("audit");
  }

  /// Two episodes, of which each wrote one file and ran one command.
  private void fill() {
    var kept = new AuditLogs(logs(), "worker", () -> NOON);
    List<ScoredTrajectory> episodes = new ArrayList<>();
    for (int member = 0; member < 2; member++) {
      String file = member == 0 ? "notes.md" : "tests/test_it.py";
      ScoredTrajectory scored = HandMade.passed("swe/a", member, 1);
      for (Map.Entry<String, String> fact : kept(kept, file).entrySet()) {
        scored = HandMade.with(scored, fact.getKey(), fact.getValue());
      }
      episodes.add(scored);
    }
    fill(episodes);
  }

  private void fill(List<ScoredTrajectory> episodes) {
    LakeWriter writer = new ParquetLake(Store.local(out.resolve("lake"))).writer();
    writer.claim("scored", 0);
    writer.write(new OffsetRange("scored", 0, 0, episodes.size() - 1), episodes);
  }

  private static Map<String, String> kept(AuditLogs logs, String file) {
    try (AuditLog log = logs.start()) {
      var content = new AuditEvent.Content(1, "d".repeat(64));
      var command = new AuditEvent.Traced("c".repeat(64), "echo \u001b[31mred");
      var changed = new Changes.Change(Changes.Kind.FILE, "/app/" + file);
      log.append(
          new AuditEvent.Opened(log.id(), "namespaces", "digest", List.of(), "/app", List.of()));
      log.append(new AuditEvent.FileWritten(file, content, true));
      log.append(new AuditEvent.Ran(command, List.of(), 0, "EXITED", 3, 10, 0));
      log.append(new AuditEvent.Captured(content, new Changes(List.of(changed), 0)));
      return log.head().facts();
    }
  }

  private Called audit(String... more) {
    List<String> words = new ArrayList<>(List.of("audit", out.toString()));
    words.addAll(List.of(more));
    return Called.millrace(words.toArray(String[]::new));
  }

  @Test
  void wholeLogsAreCounted() {
    fill();
    Called called = audit();
    assertEquals(0, called.status(), called.out());
    assertEquals(
        List.of(
            "logs         " + logs(),
            "episodes     2",
            "whole        2",
            "unsealed     0",
            "broken       0",
            "missing      0",
            "unreadable   0",
            "not kept     0"),
        called.lines());
  }

  @Test
  void aChangedByteIsNamedWithItsEpisodeAndEntry() throws IOException {
    fill();
    Path log = logs().resolve("worker-2.jsonl");
    String text = Files.readString(log);
    Files.writeString(log, text.replace("tests/test_it.py", "other/test_it.py"));
    Called called = audit();
    assertEquals(1, called.status());
    assertTrue(called.out().contains("\nbroken       1\n"), called.out());
    String finding = called.lines().getLast();
    assertTrue(finding.startsWith("broken       swe/a#0.m1  entry 1: "), finding);
  }

  @Test
  void aLogThatCannotBeReadIsNotCalledChanged() throws IOException {
    fill();
    Path log = logs().resolve("worker-2.jsonl");
    Files.delete(log);
    Files.createDirectory(log);
    Called called = audit();
    assertEquals(1, called.status());
    String finding = called.lines().getLast();
    assertTrue(finding.startsWith("unreadable   swe/a#0.m1  it cannot be read: "), finding);
  }

  @Test
  void aLogThatIsGoneOrWasCutIsNamed() throws IOException {
    fill();
    Files.delete(logs().resolve("worker-1.jsonl"));
    Path log = logs().resolve("worker-2.jsonl");
    List<String> lines = Files.readAllLines(log);
    Files.write(log, lines.subList(0, 2));
    Called called = audit();
    assertEquals(1, called.status());
    List<String> findings = called.lines().subList(8, 10);
    assertTrue(findings.getFirst().startsWith("missing      swe/a#0.m0  "), findings::toString);
    assertTrue(
        findings.getLast().contains("swe/a#0.m1  entry 2: it is missing: there were 4 entries"),
        findings::toString);
  }

  @Test
  void whatWasNotTouchedIsProved() {
    fill();
    assertEquals(0, audit("--untouched", "src").status());
    Called called = audit("--untouched", "/app/tests");
    assertEquals(1, called.status());
    assertTrue(called.out().contains("\nuntouched    1\n"), called.out());
    assertEquals("touched      swe/a#0.m1  by entries 1, 3", called.lines().getLast());
  }

  @Test
  void withoutALogNothingIsProved() {
    fill(List.of(HandMade.passed("swe/a", 0, 1)));
    assertEquals(0, audit().status());
    Called called = audit("--untouched", "src");
    assertEquals(1, called.status());
    assertTrue(called.lines().getLast().startsWith("not proved   swe/a#0.m0  "), called.out());
  }

  @Test
  void anEpisodesLogIsPrintedWithoutWhatATerminalWouldObey() {
    fill();
    Called called = audit("--episode", "swe/a#0.m1");
    assertEquals(0, called.status());
    assertEquals("    2  2026-03-04T12:00:00Z  ran echo \\x1b[31mred -> 3", called.lines().get(2));
    assertTrue(called.out().contains("\nepisodes     1\n"), called.out());
  }

  @Test
  void anUnknownEpisodeIsNamed() {
    fill();
    Called called = audit("--episode", "swe/b");
    assertEquals(2, called.status());
    assertTrue(called.err().contains("no episode swe/b"), called.err());
  }

  @Test
  void anEpisodeWithoutALogIsNotSaidToBeOfARunWithoutThem() {
    fill(List.of(HandMade.passed("swe/a", 0, 1)));
    Called called = audit("--untouched", "tests");
    assertEquals(1, called.status());
    assertTrue(
        called
            .lines()
            .getLast()
            .endsWith("there is no log: no sandbox was made, or sandbox.audit was none"),
        called.out());
  }
}
