package dev.millrace.orchestrator.cli;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.dashboard.episode.EpisodeText;
import dev.millrace.orchestrator.dashboard.episode.NearestIds;
import dev.millrace.orchestrator.dashboard.report.FormulaText;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace show`: one trajectory out of a run's lake.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints one trajectory readably, with the parts of its score.")
final class ShowCommand implements Callable<Integer> {
  private static final int NEAREST = 5;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "EPISODE", description = "The episode's id.")
  private String episode = "";

  @Option(names = "--out", paramLabel = "DIR", description = "The run's output directory.")
  private Path out = Path.of("out");

  @Option(names = "--full", description = "Shows every text whole.")
  private boolean full;

  @Override
  public Integer call() {
    RunLayout layout = new RunLayout(out.toAbsolutePath().normalize());
    if (!Files.isDirectory(layout.lake())) {
      throw new UsageException(
          "there is no lake in " + layout.out() + "; name a run's output directory with --out");
    }
    ScoredTrajectory found = find(new ParquetLake(Store.local(layout.lake())), layout);
    if (spec == null) {
      throw new IllegalStateException("the command was not started by picocli");
    }
    PrintWriter writer = spec.commandLine().getOut();
    Terminal terminal = Terminal.system(writer);
    EpisodeText.Layout how =
        full
            ? EpisodeText.Layout.full(terminal.ink())
            : EpisodeText.Layout.brief(terminal.ink(), terminal.width());
    EpisodeText.lines(found, formula(found, layout), how).forEach(writer::println);
    writer.flush();
    return 0;
  }

  private ScoredTrajectory find(Lake lake, RunLayout layout) {
    Set<EpisodeId> known = lake.episodes();
    Optional<EpisodeId> id = known.stream().filter(k -> k.value().equals(episode)).findFirst();
    if (id.isEmpty()) {
      String nearest =
          NearestIds.of(episode, known, NEAREST).stream()
              .map(near -> "\n  " + near)
              .collect(Collectors.joining());
      throw new UsageException(
          "no episode "
              + episode
              + " among the "
              + known.size()
              + " of "
              + layout.lake()
              + (nearest.isEmpty() ? "" : "; the nearest are" + nearest));
    }
    return lake.read(Set.of(id.get())).getFirst();
  }

  private static Optional<String> formula(ScoredTrajectory scored, RunLayout layout) {
    return scored.judgement() instanceof Judgement.Scored(var score)
        ? FormulaText.of(score.formulaDigest(), layout.reportJson())
        : Optional.empty();
  }
}
