package dev.millrace.orchestrator.cli;

import dev.millrace.datasets.lake.table.ForeignRows;
import dev.millrace.rewards.logs.LogParsers;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.grading.Semantics;
import dev.millrace.rollout.task.swebench.ImportOptions;
import dev.millrace.rollout.task.swebench.RowFile;
import dev.millrace.rollout.task.swebench.RowFormat;
import dev.millrace.rollout.task.swebench.RowImport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace tasks import`: task directories out of rows.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Makes one task directory of each row: swe-bench (version 4 and 5), swe-gym, swe-smith,"
          + " r2e-gym, swe-rebench (V2) or multi-swe.",
      "A task starts from the image that its row names, which sandbox.images or"
          + " sandbox.imageDirectory must have, or from a git repository of yours."
    },
    footer = "Prints a line a task; ends with 1 when a row could not be imported.")
final class TasksImportCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FORMAT", description = "Whose rows they are.")
  private String format = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The rows: JSONL, a JSON list, a JSON object of rows, or Parquet.")
  private Path file = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the task directories are written.")
  private Path out = Path.of("");

  @Option(
      names = "--repositories",
      paramLabel = "DIR",
      description =
          "Git repositories named OWNER__NAME; a row whose repository is there starts from its"
              + " commit, and needs no image.")
  private @Nullable Path repositories;

  @Option(
      names = "--test-command",
      paramLabel = "CMD",
      description =
          "Runs the tests of every row, instead of its own command; the tests' files follow it"
              + " where it ends with a space.")
  private @Nullable String testCommand;

  @Option(
      names = "--parser",
      paramLabel = "NAME",
      description = "Reads the log of every row, instead of its own parser.")
  private @Nullable String parser;

  @Option(
      names = "--semantics",
      paramLabel = "PRESET",
      description = "How tests count, instead of as the rows' own harness counts them.")
  private @Nullable String semantics;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    RowFormat rows =
        RowFormat.labelled(format)
            .orElseThrow(
                () ->
                    new UsageException(
                        "FORMAT: expected one of " + RowFormat.labels() + ", but was " + format));
    RowImport.End end = new RowImport(rows, options(), out).write(read());
    PrintWriter printer = Out.of(spec);
    end.written().forEach(printer::println);
    end.problems().forEach(problem -> Out.talk(spec).println("millrace: " + problem));
    Out.talk(spec)
        .println(end.written().size() + " tasks, " + end.problems().size() + " rows left out");
    return end.problems().isEmpty() ? 0 : 1;
  }

  private List<String> read() {
    List<String> rows =
        file.toString().endsWith(".parquet") ? ForeignRows.json(file) : RowFile.read(file);
    if (rows.isEmpty()) {
      throw new UsageException(file + " holds no rows");
    }
    return rows;
  }

  private ImportOptions options() {
    if (repositories != null && !Files.isDirectory(repositories)) {
      throw new UsageException("--repositories: " + repositories + " is no directory");
    }
    if (parser != null && LogParsers.named(parser).isEmpty()) {
      throw new UsageException(
          "--parser: expected one of %s, but was %s"
              .formatted(String.join(", ", LogParsers.names()), parser));
    }
    return new ImportOptions(
        Optional.ofNullable(testCommand),
        Optional.ofNullable(parser),
        Optional.ofNullable(semantics).map(TasksImportCommand::preset),
        Optional.ofNullable(repositories));
  }

  private static Semantics preset(String name) {
    return Presets.named(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "--semantics: expected one of %s, but was %s"
                        .formatted(String.join(", ", Presets.byName().keySet()), name)));
  }
}
