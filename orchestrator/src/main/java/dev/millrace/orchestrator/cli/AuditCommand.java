package dev.millrace.orchestrator.cli;

import dev.millrace.datasets.lake.EpisodeKey;
import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.ParquetLake;
import dev.millrace.datasets.lake.table.Store;
import dev.millrace.orchestrator.dashboard.Units;
import dev.millrace.orchestrator.dashboard.audit.EntryText;
import dev.millrace.orchestrator.dashboard.audit.EpisodeLog;
import dev.millrace.orchestrator.dashboard.audit.EpisodeLog.State;
import dev.millrace.orchestrator.run.RunLayout;
import dev.millrace.rollout.sandbox.audit.Touch;
import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace audit`: whether the logs of a run's sandboxes are what was written, and what they
/// prove.
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Holds the audit logs of a run's sandboxes against what its episodes keep of them.",
      "The status is 1 where a log was changed or is missing, or a path is not proved untouched."
    })
final class AuditCommand implements Callable<Integer> {
  private static final int AT_ONCE = 64;
  private static final int LISTED = 20;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "A run's output directory, or its lake.")
  private Path place = Path.of("out");

  @Option(
      names = "--episode",
      paramLabel = "ID",
      description = "Looks at this episode's log alone, and prints it.")
  private @Nullable String episode;

  @Option(
      names = "--untouched",
      paramLabel = "PATH",
      description = {
        "Asks for a proof that nothing at this path of a sandbox, or below it, was touched.",
        "Relative to the task's working directory unless it begins with /."
      })
  private @Nullable String path;

  private final Map<State, Integer> states = new EnumMap<>(State.class);
  private final Map<String, Integer> touches = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  @Override
  public Integer call() {
    RunLayout layout = LakePlace.of("DIR", place);
    Lake lake = new ParquetLake(Store.local(layout.lake()));
    List<EpisodeId> ids =
        lake.keys().stream().map(EpisodeKey::episode).filter(this::isAsked).toList();
    if (ids.isEmpty()) {
      throw new UsageException(
          episode == null
              ? layout.lake() + " holds no episodes"
              : "--episode: no episode " + episode + " in " + layout.lake());
    }
    PrintWriter out = Out.of(spec);
    for (int i = 0; i < ids.size(); i += AT_ONCE) {
      List<EpisodeId> some = ids.subList(i, Math.min(ids.size(), i + AT_ONCE));
      for (ScoredTrajectory scored : lake.read(new HashSet<>(some))) {
        look(EpisodeLog.read(scored.trajectory(), layout.audit()), out);
      }
    }
    tell(layout, ids.size(), out);
    return findings.isEmpty() ? 0 : 1;
  }

  private boolean isAsked(EpisodeId id) {
    return episode == null || id.value().equals(episode);
  }

  private void look(EpisodeLog log, PrintWriter out) {
    states.merge(log.state(), 1, Integer::sum);
    if (log.isBad()) {
      find(log, word(log.state()), log.detail());
    }
    if (episode != null) {
      log.trail().ifPresent(trail -> trail.entries().forEach(e -> out.println(EntryText.line(e))));
    }
    if (path != null) {
      look(log, log.touched(path));
    }
  }

  private void look(EpisodeLog log, Touch touch) {
    switch (touch) {
      case Touch.Untouched _ -> touches.merge("untouched", 1, Integer::sum);
      case Touch.Touched(List<Long> entries) -> {
        touches.merge("touched", 1, Integer::sum);
        find(log, "touched", "by entries " + listed(entries));
      }
      case Touch.Unknown(String why) -> {
        touches.merge("not proved", 1, Integer::sum);
        find(log, "not proved", why);
      }
    }
  }

  private static String listed(List<Long> entries) {
    String some =
        entries.stream().limit(LISTED).map(String::valueOf).collect(Collectors.joining(", "));
    return entries.size() > LISTED ? some + " and " + (entries.size() - LISTED) + " more" : some;
  }

  private void find(EpisodeLog log, String what, String why) {
    findings.add("%-12s %s  %s".formatted(what, log.episode().id().value(), Units.harmless(why)));
  }

  private void tell(RunLayout layout, int episodes, PrintWriter out) {
    out.println("logs         " + layout.audit());
    out.println("episodes     " + episodes);
    for (State state : State.values()) {
      out.printf("%-12s %d%n", word(state), states.getOrDefault(state, 0));
    }
    if (path != null) {
      out.println("path         " + path);
      touches.forEach((word, count) -> out.printf("%-12s %d%n", word, count));
    }
    findings.forEach(out::println);
    out.flush();
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
