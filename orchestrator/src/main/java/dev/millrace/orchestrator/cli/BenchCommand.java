package dev.millrace.orchestrator.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.orchestrator.bench.BenchContext;
import dev.millrace.orchestrator.bench.Benchmark;
import dev.millrace.orchestrator.bench.Benchmarks;
import dev.millrace.orchestrator.bench.Figures;
import dev.millrace.orchestrator.bench.Machine;
import dev.millrace.orchestrator.dashboard.TextTable;
import dev.millrace.rollout.task.KnownKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `millrace bench`: where every speed claim comes from.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures on this machine, with real components. `bench list` says what.")
final class BenchCommand implements Callable<Integer> {
  private static final String LIST = "list";
  private static final int WIDTH = 80;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The benchmark, or `list`.")
  private String name = LIST;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the figures there, as one flat JSON object.")
  private @Nullable Path json;

  @Option(
      names = "--tasks",
      paramLabel = "DIR",
      description = "The tasks to take a sample of; default: the bundled ones.")
  private Path tasks = TaskChoice.BUNDLED;

  @Option(
      names = "--episodes",
      paramLabel = "N",
      description = "How many episodes to run, about; default: ${DEFAULT-VALUE}.")
  private int episodes = 48;

  @Spec private @Nullable CommandSpec spec;

  private final List<Benchmark> benchmarks;
  private final InstantSource clock;

  BenchCommand() {
    this(Benchmarks.all(), InstantSource.system());
  }

  /// @param clock for the date of the figures
  BenchCommand(List<Benchmark> benchmarks, InstantSource clock) {
    this.benchmarks = List.copyOf(benchmarks);
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = Out.of(spec);
    if (name.equals(LIST)) {
      benchmarks.forEach(b -> out.println(b.name() + "\t" + b.description()));
      return 0;
    }
    Benchmark benchmark =
        benchmarks.stream()
            .filter(b -> b.name().equals(name))
            .findFirst()
            .orElseThrow(this::unknown);
    check();
    Instant date = clock.instant();
    Machine machine = Machine.local();
    Figures figures = run(benchmark);
    print(benchmark, machine, figures, out);
    if (json != null) {
      Files.writeString(json, json(benchmark, machine, figures, date) + "\n");
    }
    List<String> faults = benchmark.faults(figures);
    faults.forEach(fault -> Out.talk(spec).println(benchmark.name() + ": " + fault));
    return faults.isEmpty() ? 0 : 1;
  }

  private Figures run(Benchmark benchmark) throws InterruptedException, IOException {
    PrintWriter talk = Out.talk(spec);
    try (WorkDirectory work = WorkDirectory.temporary()) {
      return benchmark.run(
          new BenchContext(
              work.path(), tasks, episodes, line -> talk.println(benchmark.name() + ": " + line)));
    }
  }

  /// Before minutes go into figures that could not be written.
  private void check() {
    if (episodes < 1) {
      throw new UsageException("--episodes: expected 1 or more, but was " + episodes);
    }
    if (json != null && !Files.isDirectory(json.toAbsolutePath().resolveSibling(""))) {
      throw new UsageException("--json: " + json + " lies in a directory that does not exist");
    }
  }

  private UsageException unknown() {
    List<String> known = benchmarks.stream().map(Benchmark::name).toList();
    String nearest =
        KnownKeys.of(known)
            .nearest(name)
            .map(near -> "; did you mean \"" + near + "\"?")
            .orElse("");
    return new UsageException(
        "there is no benchmark \"%s\"%s (known: %s)"
            .formatted(name, nearest, String.join(", ", known)));
  }

  private static void print(Benchmark benchmark, Machine machine, Figures figures, PrintWriter to) {
    to.printf(
        "%s: %d cores, %s, JDK %s%n",
        benchmark.name(), machine.cores(), machine.cpu(), machine.jdk());
    TextTable table = new TextTable("figure", "value");
    figures.values().forEach((figure, value) -> table.row(figure, readable(value)));
    table.lines(WIDTH).forEach(to::println);
  }

  /// Three digits or so, as many as a measurement is good for.
  private static String readable(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String format = size >= 100 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String json(Benchmark benchmark, Machine machine, Figures figures, Instant date) {
    ObjectNode flat = new ObjectMapper().createObjectNode();
    flat.put("benchmark", benchmark.name())
        .put("date", date.toString())
        .put("cores", machine.cores())
        .put("cpu", machine.cpu())
        .put("jdk", machine.jdk());
    figures.values().forEach(flat::put);
    return flat.toPrettyString();
  }
}
