package dev.millrace.orchestrator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `millrace score`: scores what is there already.
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Scores old episodes again, beside the scores they have; or predictions: patches in"
          + " SWE-bench's JSONL, a JSON list or a JSON object."
    },
    footer = {
      "Prints what changed, or a line a prediction. Ends with 1 when one has no score.",
      "--again may be stopped at any time and started again."
    })
final class ScoreCommand implements Callable<Integer> {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what = new What();

  @Option(
      names = "--tasks",
      paramLabel = "DIR",
      description =
          "The tasks. With --again, end states are judged again in fresh sandboxes; without it the"
              + " formula is applied to the verdicts that are stored. --predictions needs it.")
  private @Nullable Path tasks;

  @Option(
      names = "--conf",
      paramLabel = "CONF",
      description =
          "A configuration, for scorer.*, judge.* and sandbox.*; default: the usual values.")
  private @Nullable Path conf;

  @Spec private @Nullable CommandSpec spec;

  /// One of the two.
  static final class What {
    @ArgGroup(exclusive = false)
    private @Nullable AgainOptions again;

    @ArgGroup(exclusive = false)
    private @Nullable PredictionOptions predictions;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    AgainOptions again = what.again;
    PredictionOptions predictions = what.predictions;
    if (again != null) {
      return again.score(tasks, conf, Out.of(spec), Out.talk(spec));
    }
    if (predictions == null || tasks == null) {
      throw new UsageException("--predictions: name the directory of their tasks with --tasks");
    }
    return predictions.score(tasks, conf, Out.of(spec), Out.talk(spec));
  }
}
