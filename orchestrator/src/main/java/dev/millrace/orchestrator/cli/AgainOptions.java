package dev.millrace.orchestrator.cli;

import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.rescore.Comparison;
import dev.millrace.orchestrator.rescore.Judging;
import dev.millrace.orchestrator.rescore.OldTasks;
import dev.millrace.orchestrator.rescore.Rescoring;
import dev.millrace.orchestrator.roles.DeltaStore;
import dev.millrace.orchestrator.run.JudgedTasks;
import dev.millrace.orchestrator.run.OpenScorer;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.orchestrator.run.RunSandboxes;
import dev.millrace.orchestrator.run.RunTasks;
import dev.millrace.orchestrator.run.Stages;
import dev.millrace.rewards.score.Scorer;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `millrace score --again`: scores old episodes by another formula or by verifiers as they are
/// now.
final class AgainOptions {
  @Option(
      names = "--again",
      required = true,
      paramLabel = "DIR",
      description = "Scores the episodes of a run's output directory, or of its lake, again.")
  private Path again = Path.of("out");

  @Option(names = "--formula", paramLabel = "FORMULA", description = "Overrides scorer.formula.")
  private @Nullable String formula;

  @Option(
      names = "--task-changed",
      description = "Judges by the tasks as they are now, where they are not what they were.")
  private boolean isTaskChanged;

  /// @param source the tasks, or null for the verdicts that are stored
  /// @param conf a configuration, or null for the usual values
  /// @return 0 when every episode of the lake is in the scoring, else 1
  int score(@Nullable Path source, @Nullable Path conf, PrintWriter out, PrintWriter talk)
      throws InterruptedException {
    RunConfig config = config(conf);
    Terms terms = Stages.terms(config);
    RunLayout layout = LakePlace.of("--again", again);
    ParquetLake lake = new ParquetLake(Store.local(layout.lake()));
    Map<EpisodeId, TaskRef> episodes = lake.tasks();
    if (episodes.isEmpty()) {
      throw new UsageException(
          "--again: the lake " + layout.lake() + " holds no episodes; name the output of a run");
    }
    Rescoring.Pass pass;
    if (source == null) {
      pass = run(lake, layout, config, new Judging.Stored(terms), terms, talk);
    } else {
      OldTasks old =
          OldTasks.find(
              episodes.values(),
              RunTasks.all(source, config.sandbox()),
              source.toString(),
              isTaskChanged ? OldTasks.Changed.TAKEN : OldTasks.Changed.REFUSED);
      pass = judgedAnew(lake, layout, config, old, terms, talk);
    }
    return told(pass, lake, out, talk);
  }

  private Rescoring.Pass judgedAnew(
      ParquetLake lake,
      RunLayout layout,
      RunConfig config,
      OldTasks old,
      Terms terms,
      PrintWriter talk)
      throws InterruptedException {
    JudgedTasks.check(old.asked(), config.judge(), terms.formula());
    String owner = "score-again-" + ProcessHandle.current().pid();
    try (RunSandboxes sandboxes =
            RunSandboxes.open(
                config.sandbox(), layout, RunSandboxes.Use.JUDGING, owner, InstantSource.system());
        OpenScorer open = OpenScorer.of(config, layout, sandboxes.provider())) {
      Scorer scorer = open.scorer();
      Optional<String> judge =
          config.judge().isThere()
              ? Optional.of(config.judge().settings().name())
              : Optional.empty();
      Judging judging =
          new Judging.Anew(
              old, judge, (task, scored) -> scorer.score(old.of(task), scored.trajectory()));
      return run(lake, layout, config, judging, terms, talk);
    } finally {
      layout.tidy();
    }
  }

  private static Rescoring.Pass run(
      ParquetLake lake,
      RunLayout layout,
      RunConfig config,
      Judging judging,
      Terms terms,
      PrintWriter talk)
      throws InterruptedException {
    Rescoring rescoring =
        new Rescoring(
            lake, new DeltaStore(layout.deltas()), terms, judging, config.scorer().parallel());
    try (StatusLine status = new StatusLine(Terminal.system(talk))) {
      return rescoring.run(seen -> status.show(seen + " episodes"));
    }
  }

  private static int told(
      Rescoring.Pass pass, ParquetLake lake, PrintWriter out, PrintWriter talk) {
    Comparison.lines(pass.scoring(), lake.scorings().read(pass.scoring().id()))
        .forEach(out::println);
    out.flush();
    talk.println(pass.fresh() + " episodes were scored now");
    pass.skipped().forEach(skip -> talk.println("skipped " + skip.episode() + ": " + skip.why()));
    return pass.skipped().isEmpty() ? 0 : 1;
  }

  private RunConfig config(@Nullable Path conf) {
    RunConfig config = conf == null ? RunConfig.defaults() : RunConfig.load(conf);
    return formula == null ? config : config.withFormula(formula);
  }
}
