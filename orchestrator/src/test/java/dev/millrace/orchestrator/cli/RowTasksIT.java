package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.swebench.Prediction;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of each format, of a small repository of our own: imported, proved, and their predictions
/// scored.
final class RowTasksIT {
  private static final String RUN = "python3 run_tests.py";

  @TempDir static Path directory;
  private static Path rows = Path.of("");

  @BeforeAll
  static void makeTasks() throws IOException, InterruptedException, URISyntaxException {
    Called.needRuns("rows of the SWE-bench family stay unproved");
    var here = Objects.requireNonNull(RowTasksIT.class.getResource("../rows/repositories.sh"));
    rows = Path.of(here.toURI()).resolveSibling("");
    Path repositories = directory.resolve("repositories");
    Process made =
        new ProcessBuilder("bash", rows + "/repositories.sh", repositories.toString())
            .inheritIO()
            .start();
    assertTrue(made.waitFor(1, TimeUnit.MINUTES) && made.exitValue() == 0);
    make("swe-bench", "swe-bench-v5");
    make("swe-bench", "swe-bench-v4", "--test-command", RUN + " ");
    make("swe-gym", "swe-gym", "--test-command", RUN + " ");
    make("swe-smith", "swe-smith", "--test-command", RUN + " --verbose ");
    make("r2e-gym", "r2e-gym", "--test-command", RUN + " r2e_tests");
    make("swe-rebench", "swe-rebench");
    make("multi-swe", "multi-swe", "--test-command", RUN, "--parser", "parse_log_pytest");
  }

  private static void make(String format, String name, String... options) {
    Stream<String> common =
        Stream.of(
            "tasks",
            "import",
            format,
            rows.resolve(name + ".jsonl").toString(),
            "--out",
            directory.resolve("tasks").resolve(name).toString(),
            "--repositories",
            directory.resolve("repositories").toString());
    Called called =
        Called.millrace(Stream.concat(common, Stream.of(options)).toArray(String[]::new));
    assertEquals(0, called.status(), called.err());
  }

  @Test
  void rowsOfEveryFormatAreSound() {
    Called called = Called.millrace("tasks", "lint", directory.resolve("tasks").toString());

    assertEquals("7 tasks, 0 findings", called.lines().getLast(), called.out() + called.err());
  }

  @Test
  void predictionsEndAsTheyDeserve() throws IOException {
    String gold = Files.readString(rows.resolve("gold.patch"));
    String half = gold.replace("A-Za-z0-9", "A-Za-z7");
    String harm = gold.replace("A-Za-z0-9", "A-Z0-9");

    assertEquals("resolved", end(gold));
    assertEquals("partial", end(half));
    assertEquals("unresolved", end(harm));
    assertEquals("unresolved", end(gold.replace("slug.py", "other.py")));
    assertEquals("empty_patch", end(""));
  }

  @Test
  void reportsAreThoseOfTheHarness() throws IOException {
    Path reports = directory.resolve("reports");
    var gold =
        new Prediction(
            "own__slug-1", "own/model", Optional.of(Files.readString(rows.resolve("gold.patch"))));
    var unknown = new Prediction("own__slug-9", "own/model", Optional.of("x"));

    Called called = score(List.of(gold, unknown), "--reports", reports.toString());

    assertEquals(1, called.status());
    String summary = Files.readString(reports.resolve("report.json"));
    assertTrue(summary.contains("\"resolved_ids\" : [ \"own__slug-1\" ]"), summary);
    assertTrue(summary.contains("\"error_ids\" : [ \"own__slug-9\" ]"), summary);
    assertTrue(
        Files.readString(reports.resolve("own__slug-1/test_output.txt"))
            .contains("PASSED tests/test_slug.py::test_numbers"));
  }

  @Test
  void aTaskWithoutItsImageSaysWhichAndHow() {
    Path tasks = directory.resolve("without");
    Called.millrace(
        "tasks",
        "import",
        "swe-bench",
        rows.resolve("swe-bench-v5.jsonl").toString(),
        "--out",
        tasks.toString());

    Called called = Called.millrace("tasks", "lint", tasks.toString());

    assertEquals(1, called.status());
    assertTrue(
        called.out().contains("own__slug-1 starts from the image registry.invalid/own/slug:1")
            && called.out().contains("docker save registry.invalid/own/slug:1"),
        called.out());
  }

  private static String end(String patch) throws IOException {
    Called called = score(List.of(new Prediction("own__slug-1", "own/model", Optional.of(patch))));
    return called.lines().getLast().split("\t", -1)[1];
  }

  private static Called score(List<Prediction> predictions, String... options) throws IOException {
    Path file = directory.resolve("predictions.jsonl");
    Files.write(file, predictions.stream().map(Prediction::json).toList());
    Stream<String> common =
        Stream.of(
            "score",
            "--predictions",
            file.toString(),
            "--tasks",
            directory.resolve("tasks/swe-bench-v5").toString());
    return Called.millrace(Stream.concat(common, Stream.of(options)).toArray(String[]::new));
  }
}
