package dev.millrace.rewards.integrity.tamper;

import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Trajectories;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.Flag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestTamperingTest {
  private static final Task TASK =
      TestTasks.judgedBy(
          new TestScript(Path.of("tests"), Duration.ofSeconds(1), List.of("/app/tests")));

  private final MemorySandboxes sandboxes =
      new MemorySandboxes(
          Map.of("/app/a.py", "a", "/app/tests/test_a.py", "assert a", "/app/tests/b.txt", "b"),
          (_, _) -> exited(0, ""));

  private List<Flag> flags(Trajectories trajectory, DeltaEntry... entries)
      throws InterruptedException {
    try (Evidence evidence =
        Evidence.of(
            TASK,
            trajectory.endingWith(delta(entries)).build(),
            new Verdict.Judged(0, List.of()),
            sandboxes)) {
      return new TestTampering().find(evidence);
    }
  }

  private List<String> seen(DeltaEntry... entries) throws InterruptedException {
    return flags(new Trajectories(), entries).stream()
        .map(flag -> flag.where() + " " + flag.seen().replaceAll("sha256 \\w{64}", "#"))
        .toList();
  }

  @Test
  void changedAddedAndDeletedTestsAreFlagged() throws InterruptedException {
    assertEquals(
        List.of(
            "/app/tests/b.txt # -> deleted",
            "/app/tests/new.py absent -> #",
            "/app/tests/test_a.py # -> #"),
        seen(
            file("app/tests/test_a.py", "assert True"),
            file("app/tests/new.py", "x"),
            new DeltaEntry.Deleted("app/tests/b.txt")));
  }

  @Test
  void otherFilesAndUnchangedOnesAndCachesAreNot() throws InterruptedException {
    assertEquals(
        List.of(),
        seen(
            file("app/a.py", "b"),
            file("app/tests2/x", "x"),
            new DeltaEntry.Directory("app/tests", 0755, DeltaEntry.Contents.MERGED),
            file("app/tests/test_a.py", "assert a"),
            file("app/tests/__pycache__/test_a.pyc", "x"),
            file("app/tests/.pytest_cache/v", "x")));
  }

  @Test
  void testsAreGoneWithTheDirectoryAboveThem() throws InterruptedException {
    assertEquals(
        List.of("/app/tests/b.txt # -> deleted", "/app/tests/test_a.py # -> deleted"),
        seen(new DeltaEntry.Deleted("app/tests")));
    assertEquals(
        List.of("/app/tests/b.txt # -> deleted"),
        seen(
            new DeltaEntry.Directory("app", 0755, DeltaEntry.Contents.REPLACED),
            file("app/tests/test_a.py", "assert a")));
    assertEquals(
        List.of("/app/tests/b.txt # -> deleted", "/app/tests/test_a.py # -> deleted"),
        seen(new DeltaEntry.Link("app", "/elsewhere")));
  }

  @Test
  void linkInPlaceOfATestIsFlagged() throws InterruptedException {
    assertEquals(
        List.of("/app/tests/test_a.py # -> a link to /dev/null"),
        seen(new DeltaEntry.Link("app/tests/test_a.py", "/dev/null")));
  }

  @Test
  void turnIsTheFirstThatWroteToThePath() throws InterruptedException {
    Trajectories trajectory =
        new Trajectories()
            .call("read_file", "{\"path\": \"tests/test_a.py\"}")
            .call("bash", "{\"command\": \"cat tests/test_a.py\"}")
            .call("edit_file", "{\"path\": \"tests/test_a.py\"}")
            .call("write_file", "{\"path\": \"/app/tests/test_a.py\"}");
    assertEquals(2, flags(trajectory, file("app/tests/test_a.py", "x")).getFirst().turn());
  }

  @Test
  void shellCommandsThatWriteAreSeen() throws InterruptedException {
    Trajectories trajectory =
        new Trajectories()
            .call("bash", "{\"command\": \"ls tests\"}")
            .call("bash", "{\"command\": \"rm -r tests\"}");
    assertEquals(1, flags(trajectory, new DeltaEntry.Deleted("app/tests")).getFirst().turn());
  }

  @Test
  void turnIsAbsentWhereNoCallShowsIt() throws InterruptedException {
    Trajectories trajectory = new Trajectories().call("bash", "{\"command\": \"make all\"}");
    List<Flag> flags = flags(trajectory, file("app/tests/test_a.py", "x"));
    assertTrue(flags.size() == 1 && flags.getFirst().turn() == null, flags.toString());
  }

  @Test
  void manyEditsAreCountedInOneFlag() throws InterruptedException {
    List<Flag> flags =
        flags(
            new Trajectories(),
            IntStream.range(0, 50)
                .mapToObj(i -> file("app/tests/n%02d".formatted(i), "x"))
                .toArray(DeltaEntry[]::new));
    assertEquals(21, flags.size());
    assertEquals("and 30 more files", flags.getLast().seen());
  }

  @Test
  void cleanStatesNeedNoSandbox() throws InterruptedException {
    assertEquals(List.of(), seen(file("app/a.py", "b")));
    assertEquals(0, sandboxes.created());
  }
}
