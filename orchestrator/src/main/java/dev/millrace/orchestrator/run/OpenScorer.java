package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.rewards.score.Scorer;
import dev.millrace.rollout.sandbox.SandboxProvider;

/// What scores trajectories as a configuration says, with what it holds open.
public record OpenScorer(Scorer scorer, Runnable release) implements AutoCloseable {
  /// @throws dev.millrace.orchestrator.config.ConfigException when the formula is none, a file of
  ///     `integrity` cannot be read, or the judge's key is not there
  public static OpenScorer of(RunConfig config, RunLayout layout, SandboxProvider sandboxes) {
    return of(config, layout, Known.of(config.integrity()), sandboxes);
  }

  static OpenScorer of(RunConfig config, RunLayout layout, Known known, SandboxProvider sandboxes) {
    OpenJudge judge = OpenJudge.of(config.judge(), layout, known.secrets(), sandboxes);
    Scorer scorer =
        new Scorer(sandboxes, Stages.terms(config), known.detectors(), config.scorer().attempts())
            .with(judge.rater())
            .with(known.redactor());
    return new OpenScorer(scorer, judge::close);
  }

  @Override
  public void close() {
    release.run();
  }
}
