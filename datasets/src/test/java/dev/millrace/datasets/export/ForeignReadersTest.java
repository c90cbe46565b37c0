package dev.millrace.datasets.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.datasets.build.DpoBuilder;
import dev.millrace.datasets.build.MetaRlBuilder;
import dev.millrace.datasets.build.RlBuilder;
import dev.millrace.datasets.build.SetBuilder;
import dev.millrace.datasets.build.SftBuilder;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.SampleLake;
import dev.millrace.datasets.lake.table.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sets as pyarrow, DuckDB and Hugging Face datasets see them.
final class ForeignReadersTest {
  private static final Path CHECK = Path.of("src/test/python/check_sets.py");

  @TempDir Path directory;

  @Test
  void everySetLoadsInThreeForeignReaders() throws IOException, InterruptedException {
    String python = System.getProperty("millrace.python", "python3");
    assumeTrue(
        run(List.of(python, "-c", "import pyarrow, duckdb, datasets")).code() == 0,
        python
            + " has no pyarrow, duckdb and datasets (set -Dmillrace.python): the sets are not"
            + " checked with foreign readers");
    Lake lake = SampleLake.in(Store.local(directory.resolve("lake")));
    HfLayout layout = new HfLayout(Store.local(directory.resolve("sets")));
    for (SetBuilder builder :
        List.of(new SftBuilder(), new DpoBuilder(0.1), new RlBuilder(), new MetaRlBuilder())) {
      layout.write(builder, lake);
    }
    assertEquals(
        new Result(
            0,
            """
            dpo: 3 rows
            metarl: 1 rows
            rl: 5 rows
            sft: 4 rows
            lake: 7 episodes, 6 branches
            """),
        run(List.of(python, CHECK.toString(), directory.toString())));
  }

  private Result run(List<String> command) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HF_HOME", directory.resolve("cache").toString());
    builder.environment().put("HF_DATASETS_OFFLINE", "1");
    builder.environment().put("HF_DATASETS_DISABLE_PROGRESS_BARS", "1");
    Process process = builder.start();
    boolean hasEnded = process.waitFor(15, TimeUnit.MINUTES);
    if (!hasEnded) {
      process.destroyForcibly();
    }
    return new Result(
        hasEnded ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
  }

  private record Result(int code, String output) {}
}
