package dev.millrace.orchestrator.cli;

import dev.millrace.datasets.lake.EpisodeEnd;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.predictions.Attempts;
import dev.millrace.orchestrator.predictions.Choice;
import dev.millrace.orchestrator.predictions.PredictionWriter;
import dev.millrace.orchestrator.predictions.PredictionWriter.Written;
import dev.millrace.orchestrator.predictions.RowPatches;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Sandboxes;
import dev.millrace.rollout.sandbox.SandboxProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace export predictions`: episodes on rows of the SWE-bench family as predictions.
@Command(
    name = "predictions",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what episodes changed as predictions in SWE-bench's JSONL: a line an instance, with"
          + " instance_id, model_name_or_path and model_patch. FILE is written whole or not at all."
    },
    footer = "Ends with 1 when an episode that was chosen could not be written; it is named.")
final class ExportPredictionsCommand implements Callable<Integer> {
  private static final int NAMED = 20;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "OUT", description = "A run's output directory, or its lake.")
  private Path source = Path.of("out");

  @Option(
      names = "--tasks",
      paramLabel = "DIR",
      required = true,
      description = "The tasks of the episodes, made by `tasks import`.")
  private Path tasks = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      required = true,
      description = "A .jsonl file; one that is there is replaced.")
  private Path target = Path.of("");

  @Option(
      names = "--attempt",
      paramLabel = "WHICH",
      defaultValue = "first",
      description = {
        "Of several attempts at an instance: first, best (by total, the verdict in sight), all, or"
            + " a number from 0 (default: ${DEFAULT-VALUE}).",
        "Attempts that something else broke are not counted."
      })
  private String attempt = "first";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model_name_or_path; default: the policy's name.")
  private @Nullable String model;

  @Option(
      names = "--conf",
      paramLabel = "CONF",
      description = "A configuration, for sandbox.*; default: the usual values.")
  private @Nullable Path conf;

  @Option(
      names = "--task-changed",
      description = "Takes the tasks as they are now, where they are not what they were.")
  private boolean isTaskChanged;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Patches made at once; default: the number of processors.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() throws InterruptedException, IOException {
    Attempts attempts = checked();
    RunLayout layout = LakePlace.of("OUT", source);
    ParquetLake lake = new ParquetLake(Store.local(layout.lake()));
    SandboxChoice choice = conf == null ? SandboxChoice.DEFAULT : RunConfig.load(conf).sandbox();
    List<EpisodeEnd> ends = lake.ends();
    RowPatches.Tasks rows =
        RowPatches.tasks(ends, RunTasks.all(tasks, choice), tasks, isTaskChanged);
    List<EpisodeEnd> known = ends.stream().filter(end -> rows.has(end.episode().task())).toList();
    if (known.isEmpty()) {
      throw new UsageException(
          "--tasks: of the %d episodes of %s none is of a row in %s; name the directory that `tasks import` made"
              .formatted(ends.size(), layout.lake(), tasks));
    }
    Choice chosen = Choice.of(known, attempts);
    PrintWriter talk = Out.talk(spec);
    Written written = write(lake, layout, choice, rows, chosen, talk);
    tell(chosen, written, ends.size() - known.size(), talk);
    return written.skipped().isEmpty() ? 0 : 1;
  }

  private Attempts checked() {
    if (jobs < 1) {
      throw new UsageException("--jobs: expected 1 or more, but was " + jobs);
    }
    Path directory = target.toAbsolutePath().getParent();
    if (!target.toString().endsWith(".jsonl") || Files.isDirectory(target)) {
      throw new UsageException("--to: expected the name of a .jsonl file, but was " + target);
    }
    if (directory == null || !Files.isDirectory(directory)) {
      throw new UsageException("--to: there is no directory " + directory + "; make it first");
    }
    try {
      return Attempts.parse(attempt);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--attempt: " + e.getMessage());
    }
  }

  private Written write(
      ParquetLake lake,
      RunLayout layout,
      SandboxChoice choice,
      RowPatches.Tasks rows,
      Choice chosen,
      PrintWriter talk)
      throws InterruptedException, IOException {
    try (WorkDirectory work = WorkDirectory.temporary();
        SandboxProvider sandboxes =
            Sandboxes.open(
                choice, work.path().resolve("cache"), work.path().resolve("scratch"), "export");
        StatusLine status = new StatusLine(Terminal.system(talk))) {
      var writer =
          new PredictionWriter(
              lake, new DeltaStore(layout.deltas()), new RowPatches(rows, sandboxes), jobs);
      int all = chosen.ends().size();
      return writer.write(chosen.ends(), model, target, done -> status.show(done + "/" + all));
    }
  }

  private void tell(Choice chosen, Written written, int others, PrintWriter talk) {
    name(chosen.broken(), "left nothing", talk);
    name(written.skipped(), "not written", talk);
    chosen.without().stream().limit(NAMED).forEach(task -> talk.println("no attempt: " + task));
    talk.println(
        "%d predictions in %s, %d of them empty; %d episodes left nothing, %d could not be written, %d instances have no such attempt, %d episodes are of other tasks"
            .formatted(
                written.lines(),
                target,
                written.empty(),
                chosen.broken().size(),
                written.skipped().size(),
                chosen.without().size(),
                others));
  }

  private static void name(List<Choice.Skipped> skipped, String what, PrintWriter talk) {
    skipped.stream()
        .limit(NAMED)
        .forEach(one -> talk.println(what + ": " + one.episode() + ": " + one.why()));
    if (skipped.size() > NAMED) {
      talk.println(what + ": " + (skipped.size() - NAMED) + " more");
    }
  }
}
