package dev.millrace.orchestrator.run;

import dev.millrace.datasets.build.DpoBuilder;
import dev.millrace.datasets.build.MetaRlBuilder;
import dev.millrace.datasets.build.RlBuilder;
import dev.millrace.datasets.build.SetBuilder;
import dev.millrace.datasets.build.SetSummary;
import dev.millrace.datasets.build.SftBuilder;
import dev.millrace.datasets.export.HfLayout;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.config.ConfigException;
import java.util.List;

/// Builds the sets of a run.
final class SetsOfRun {
  /// Below it, two trajectories of a group differ by tokens rather than by work.
  private static final double MIN_MARGIN = 0.1;

  private final RunLayout layout;

  SetsOfRun(RunLayout layout) {
    this.layout = layout;
  }

  List<SetSummary> build(Lake lake, List<String> names) {
    HfLayout sets = new HfLayout(Store.local(layout.sets()));
    return names.stream().map(name -> sets.write(builder(name), lake)).toList();
  }

  private static SetBuilder builder(String name) {
    return switch (name) {
      case "sft" -> new SftBuilder();
      case "dpo" -> new DpoBuilder(MIN_MARGIN);
      case "rl" -> new RlBuilder();
      case "metarl" -> new MetaRlBuilder();
      default -> throw new ConfigException("sets.build: there is no set \"" + name + "\"");
    };
  }
}
