package dev.millrace.orchestrator.run;

import dev.millrace.datasets.build.SetSummary;
import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.dashboard.report.ReportFiles;
import dev.millrace.orchestrator.dashboard.report.Reports;
import dev.millrace.orchestrator.dashboard.report.RunFacts;
import dev.millrace.orchestrator.dashboard.report.RunReport;
import dev.millrace.rewards.formula.Formula;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// What is made of a run once every episode is stored: the sets and the report. Making them again
/// replaces them.
public final class RunEnd {
  /// The version that reports name.
  public static final String VERSION = "0.1.0-SNAPSHOT";

  private final RunConfig config;
  private final RunLayout layout;
  private final InstantSource clock;

  public RunEnd(RunConfig config, RunLayout layout, InstantSource clock) {
    this.config = config;
    this.layout = layout;
    this.clock = clock;
  }

  /// Builds the sets, then writes the report: a run whose report is there is complete.
  ///
  /// @param stages of the run
  /// @param startedAt when this process began with it
  public RunReport finish(Stages stages, Instant startedAt) {
    List<SetSummary> sets = stages.sets();
    RunFacts facts =
        new RunFacts(
            config.run(),
            config.seed(),
            Formula.compile("scorer.formula", config.scorer().formula()).text(),
            startedAt,
            Duration.between(startedAt, clock.instant()),
            RunFacts.versionsHere(VERSION));
    RunReport report = Reports.of(stages.lake(), sets, facts);
    new ReportFiles(layout.reportJson(), layout.reportHtml()).write(report);
    return report;
  }
}
