package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.predictions.PredictionReport;
import dev.millrace.orchestrator.predictions.PredictionScorer;
import dev.millrace.orchestrator.predictions.ScoredPrediction;
import dev.millrace.orchestrator.predictions.ScoredPrediction.End;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Sandboxes;
import dev.millrace.rewards.grading.Report;
import dev.millrace.rewards.grading.Report.Group;
import dev.millrace.rewards.patch.PatchVerdict;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.swebench.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which predictions are scored, and how.
final class PredictionOptions {
  private static final Set<End> WITHOUT_VERDICT = EnumSet.of(End.ERROR, End.UNKNOWN);

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      required = true,
      description = "instance_id, model_name_or_path and model_patch of each.")
  private Path file = Path.of("");

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      description = "Where reports and logs are written, as SWE-bench writes them.")
  private @Nullable Path reports;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Predictions judged at once; default: the number of processors.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  /// @return the command's status
  int score(Path tasks, @Nullable Path conf, PrintWriter out, PrintWriter talk)
      throws InterruptedException, IOException {
    if (jobs < 1) {
      throw new UsageException("--jobs: expected 1 or more, but was " + jobs);
    }
    List<Prediction> predictions = Prediction.read(file);
    SandboxChoice choice = conf == null ? SandboxChoice.DEFAULT : RunConfig.load(conf).sandbox();
    List<Task> known = RunTasks.all(tasks, choice);
    PredictionReport report = report(known, predictions, choice, talk);
    out.println("instance\tend\tfail_to_pass\tpass_to_pass\twhy");
    report.scored().forEach(one -> out.println(line(one)));
    long resolved = count(report, EnumSet.of(End.RESOLVED));
    long broken = count(report, WITHOUT_VERDICT);
    talk.println(
        "%d predictions of %d rows, %d resolved, %d without a verdict"
            .formatted(predictions.size(), report.total(), resolved, broken));
    if (reports != null) {
      report.write(reports);
    }
    return broken == 0 ? 0 : 1;
  }

  private PredictionReport report(
      List<Task> known, List<Prediction> predictions, SandboxChoice choice, PrintWriter talk)
      throws InterruptedException, IOException {
    try (WorkDirectory work = WorkDirectory.temporary();
        SandboxProvider sandboxes =
            Sandboxes.open(
                choice, work.path().resolve("cache"), work.path().resolve("scratch"), "score");
        StatusLine status = new StatusLine(Terminal.system(talk))) {
      PredictionScorer scorer = new PredictionScorer(known, sandboxes, jobs);
      AtomicInteger done = new AtomicInteger();
      List<ScoredPrediction> scored =
          scorer.score(
              predictions,
              one ->
                  status.show(
                      done.incrementAndGet()
                          + "/"
                          + predictions.size()
                          + "  "
                          + one.prediction().instance()));
      return new PredictionReport(scorer.known(), scored);
    }
  }

  private static long count(PredictionReport report, Set<End> ends) {
    return report.scored().stream().filter(one -> ends.contains(one.end())).count();
  }

  private static String line(ScoredPrediction one) {
    Optional<Report> report = one.verdict().flatMap(PatchVerdict::report);
    return String.join(
        "\t",
        one.prediction().instance(),
        one.end().label(),
        share(report, Group.FAIL_TO_PASS),
        share(report, Group.PASS_TO_PASS),
        one.why());
  }

  private static String share(Optional<Report> report, Group group) {
    return report
        .filter(graded -> !graded.tests().isEmpty())
        .map(graded -> String.format(Locale.ROOT, "%.3f", graded.share(group)))
        .orElse("");
  }
}
