package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.datasets.lake.EpisodeEnd;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.rollout.sandbox.HostTree;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Episodes of a run on a row, written as predictions and scored again.
final class ExportPredictionsIT {
  @TempDir Path directory;

  /// A base of sandboxes has thousands of links, and JUnit warns of each.
  @AfterEach
  void deleteTheRun() throws IOException {
    HostTree.delete(directory.resolve("out"));
  }

  @Test
  void predictionsAreWorthWhatTheirEpisodesWere()
      throws IOException, InterruptedException, URISyntaxException {
    Called.needRuns("predictions are written of episodes that nobody ran");
    run();
    Path file = directory.resolve("predictions.jsonl");

    Called written = export("--to", file.toString(), "--attempt", "all", "--model", "own/model");
    assertEquals(0, written.status(), written.err());
    List<Double> worth =
        new ParquetLake(Store.local(directory.resolve("out/lake")))
            .ends().stream().map(EpisodeEnd::total).map(total -> total > 1 ? 1.0 : 0.0).toList();
    assertEquals(List.of(0.0, 1.0), worth.stream().distinct().sorted().toList());
    Called scored =
        Called.millrace("score", "--predictions", file.toString(), "--tasks", tasks().toString());
    List<Double> again =
        scored.lines().stream()
            .skip(1)
            .map(line -> line.split("\t", -1)[1].equals("resolved") ? 1.0 : 0.0)
            .toList();
    assertEquals(worth, again, scored.out());
    assertTrue(Files.readString(file).startsWith("{\"instance_id\":\"own__slug-1\",\"model_name"));

    Called one = export("--to", file.toString());
    assertEquals(0, one.status(), one.err());
    assertEquals(1, Files.readAllLines(file).size());
    Called refused = export("--to", directory.resolve("predictions.txt").toString());
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains("expected the name of a .jsonl file"), refused.err());
  }

  @Test
  void tasksOfOtherEpisodesAreNamed() throws IOException {
    Files.createDirectories(directory.resolve("out/lake"));
    Path rows = directory.resolve("rows.jsonl");
    Files.writeString(rows, "{\"id\": \"swe/a\", \"question\": \"1 + 1?\", \"answer\": \"2\"}\n");
    Called called =
        Called.millrace(
            "export",
            "predictions",
            directory.resolve("out").toString(),
            "--tasks",
            rows.toString(),
            "--to",
            directory.resolve("predictions.jsonl").toString());
    assertEquals(2, called.status());
    assertTrue(called.err().contains("none is of a row in " + rows), called.err());
  }

  private Path tasks() {
    return directory.resolve("tasks");
  }

  private Called export(String... options) {
    String[] all = new String[options.length + 5];
    List<String> common =
        List.of(
            "export",
            "predictions",
            directory.resolve("out").toString(),
            "--tasks",
            tasks().toString());
    System.arraycopy(common.toArray(), 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    return Called.millrace(all);
  }

  private void run() throws IOException, InterruptedException, URISyntaxException {
    var here =
        Objects.requireNonNull(ExportPredictionsIT.class.getResource("../rows/repositories.sh"));
    Path rows = Path.of(here.toURI()).resolveSibling("");
    String repositories = directory.resolve("repositories").toString();
    Process made =
        new ProcessBuilder("bash", rows + "/repositories.sh", repositories).inheritIO().start();
    assertTrue(made.waitFor(1, TimeUnit.MINUTES) && made.exitValue() == 0);
    Called imported =
        Called.millrace(
            "tasks",
            "import",
            "swe-bench",
            rows.resolve("swe-bench-v5.jsonl").toString(),
            "--out",
            tasks().toString(),
            "--repositories",
            repositories);
    assertEquals(0, imported.status(), imported.err());
    Path configuration = directory.resolve("run.yaml");
    Files.writeString(
        configuration,
        """
        seed: 3
        tasks: {path: tasks, group: 8}
        policy: {faults: 1.0}
        sets: {build: []}
        """);
    Called ran =
        Called.millrace(
            "run", configuration.toString(), "--out", directory.resolve("out").toString());
    assertEquals(0, ran.status(), ran.err());
  }
}
