package dev.millrace.orchestrator.run;

import dev.millrace.datasets.lake.EpisodeEnd;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.schedule.Plan;
import dev.millrace.rollout.trajectory.Episode;
import java.nio.file.Files;
import java.util.List;

/// Whether a plan goes on with the run that an output directory holds.
public final class Resumption {
  private Resumption() {}

  /// @param isEmbedded whether the broker's data lies in the output directory, too
  /// @throws ConfigException when the lake is another run's, or nobody knows any more what became
  ///     of the episodes that it lacks
  public static void check(Plan plan, RunLayout layout, boolean isEmbedded) {
    List<Episode> stored =
        new ParquetLake(Store.local(layout.lake()))
            .ends().stream().map(EpisodeEnd::episode).toList();
    check(plan, stored, layout, isEmbedded);
  }

  static void check(Plan plan, List<Episode> stored, RunLayout layout, boolean isEmbedded) {
    stored.forEach(episode -> check(plan, layout, episode));
    int missing = plan.size() - stored.size();
    if (isEmbedded && !stored.isEmpty() && missing > 0 && !Files.exists(layout.broker())) {
      throw new ConfigException(
          ("--resume: %s lacks %d of the %d planned episodes, and %s, which knew what became of"
                  + " them, is gone; give another directory")
              .formatted(layout.lake(), missing, plan.size(), layout.broker()));
    }
  }

  private static void check(Plan plan, RunLayout layout, Episode stored) {
    if (!plan.contains(stored.id())) {
      throw another(layout, stored, "which is not in the plan");
    }
    Episode planned = plan.episode(stored.id());
    if (!planned.task().equals(stored.task())) {
      throw another(layout, stored, "whose task has changed since");
    }
    if (planned.seed() != stored.seed()) {
      throw another(layout, stored, "made with another seed");
    }
    if (!planned.policy().equals(stored.policy())) {
      throw another(layout, stored, "made by " + stored.policy() + ", not " + planned.policy());
    }
  }

  private static ConfigException another(RunLayout layout, Episode stored, String why) {
    return new ConfigException(
        ("--resume: %s holds %s, %s; give the configuration, the seed and the tasks that the run"
                + " began with, or another directory")
            .formatted(layout.lake(), stored.id(), why));
  }
}
