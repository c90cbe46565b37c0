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
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.trajectory.Flag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestTamperingTest {
  private static final Task TASK =
      TestTasks.judgedBy(
          new TestScript(Path.of("tests"), Duration.ofSeconds(1), List.of("/app/tests")));

  private final MemorySandboxes sandboxes =
      new MemorySandboxes(
          Map.of(
              "/app/a.py",
              "a",
              "/app/tests/test_a.py",
              "assert a",
              "/app/tests/b.txt",
              "b",
              "/app/data/a",
              "1",
              "/app/data/b",
              "2"),
          (_, _) -> exited(0, ""));

  private List<Flag> flags(Trajectories trajectory, DeltaEntry... entries)
      throws InterruptedException {
    return flags(TASK, trajectory, entries);
  }

  private List<Flag> flags(Task task, Trajectories trajectory, DeltaEntry... entries)
      throws InterruptedException {
    try (Evidence evidence =
        Evidence.of(
            task,
            trajectory.endingWith(delta(entries)).build(),
            new Verdict.Judged(0, List.of()),
            sandboxes)) {
      return new TestTampering().find(evidence);
    }
  }

  private List<String> seen(DeltaEntry... entries) throws InterruptedException {
    return seen(flags(new Trajectories(), entries));
  }

  private static List<String> seen(List<Flag> flags) {
    return flags.stream()
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
  void testsOfARowMayBeAddedToAndNotChanged() throws InterruptedException {
    List<DeltaEntry> honest =
        List.of(
            file("app/tests/more.py", "assert b"),
            file("app/tests/test_a.py", "import b\nassert a\nassert b\n"),
            file("app/tests/b.txt", "x"),
            new DeltaEntry.Link("app/data/c", "b"));
    assertEquals(List.of(), rowsFlags(honest.toArray(DeltaEntry[]::new)));
    assertEquals(
        List.of(
            "/app/data/a # -> deleted",
            "/app/data/b # -> a link to a",
            "/app/tests/test_a.py # -> #"),
        rowsFlags(
            file("app/tests/test_a.py", "assert True\nassert b\n"),
            new DeltaEntry.Deleted("app/data/a"),
            new DeltaEntry.Link("app/data/b", "a")));
    assertEquals(
        List.of("/app/data/a # -> deleted", "/app/data/b # -> deleted"),
        rowsFlags(
            new DeltaEntry.Directory("app/tests", 0755, DeltaEntry.Contents.REPLACED),
            file("app/tests/test_a.py", "assert a\nassert b\n"),
            new DeltaEntry.Deleted("app/data")));
  }

  private List<String> rowsFlags(DeltaEntry... entries) throws InterruptedException {
    GradingSpec grading =
        new GradingSpec(
            "row",
            "pytest",
            new GradingSpec.Place("/app", List.of("tests/test_a.py", "data"), Optional.empty()),
            Patching.SWE_BENCH_V5,
            new Expected.Lists(List.of("t"), List.of()),
            Presets.named(Presets.SWE_BENCH_V5).orElseThrow());
    Task row = TestTasks.judgedBy(new TestSpec(Path.of("tests"), Duration.ofSeconds(1), grading));
    return seen(flags(row, new Trajectories(), entries));
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
