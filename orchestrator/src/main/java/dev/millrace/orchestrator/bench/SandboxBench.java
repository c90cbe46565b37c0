package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.docker.DockerProvider;
import dev.millrace.rollout.sandbox.docker.DockerSettings;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long a sandbox takes from nothing to nothing: made, one command that does nothing, gone.
/// Then forks, then ten thousand in a row, after which nothing of them may be left. Where the
/// variables [#ENGINE] and [#IMAGE] name a container engine and its image, the same in containers.
final class SandboxBench implements Benchmark {
  private static final String ENGINE = "MILLRACE_DOCKER_HOST";
  private static final String IMAGE = "MILLRACE_DOCKER_IMAGE";
  private static final int CONTAINERS = 20;
  private static final int WARM_UP = 200;
  private static final int WARM_ROUNDS = 4;
  private static final int ALONE = 500;
  private static final int PARALLEL = 16;
  private static final int EACH = 100;
  private static final int FORKS = 200;
  private static final int ROW = 10_000;
  private static final String LEAKED = "leaked_";
  private static final Command TRUE =
      Command.of(List.of("true"), new Command.Limits(Duration.ofSeconds(20), 256L << 20, 1024));
  private static final Environment ENVIRONMENT =
      new Environment(
          List.of(new Environment.Step.Run("seq 1000 > /srv/numbers", "/", Map.of())),
          Map.of(),
          "/srv",
          null,
          "bench-sandbox");

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public String description() {
    return "create, run true, destroy: alone, 16 at once, forks, and 10,000 in a row";
  }

  @Override
  public Figures run(BenchContext context) throws InterruptedException {
    Map<String, Double> figures = new LinkedHashMap<>();
    Meter meter = new Meter(InstantSource.system());
    Path scratch = context.work().resolve("scratch");
    try (var provider =
        NamespaceProvider.open(NamespaceSettings.of(context.work().resolve("cache"), scratch))) {
      context.progress().accept(provider.description());
      row(provider, WARM_UP, "warm", meter);
      // One is idle now, as there is at the end.
      Left before = Left.now(scratch);
      // Until the JVM has compiled what the cycles run, the compiler takes as much as they do.
      for (int i = 0; i < WARM_ROUNDS; i++) {
        parallel(provider, "warm", meter);
      }
      context.progress().accept("one after another");
      row(provider, ALONE, "alone", meter);
      put("cycle", "alone", meter, figures);
      context.progress().accept("16 at once");
      Duration worked = ProcessorTime.ofProcesses();
      put(parallel(provider, "parallel", meter), figures);
      put(ProcessorTime.ofProcesses().minus(worked), figures);
      put("cycle_at_16", "parallel", meter, figures);
      context.progress().accept("forks");
      forks(provider, meter);
      put("fork", "fork", meter, figures);
      context.progress().accept("10,000 in a row");
      row(provider, ROW, "row", meter);
      put("cycle_of_10000", "row", meter, figures);
      containers(System.getenv(), context, meter, figures);
      Left.now(scratch).since(before).forEach((what, count) -> figures.put(what, (double) count));
    }
    return new Figures(figures);
  }

  @Override
  public List<String> faults(Figures figures) {
    return figures.values().entrySet().stream()
        .filter(figure -> figure.getKey().startsWith(LEAKED) && figure.getValue() > 0)
        .map(figure -> "%s: expected 0, but was %.0f".formatted(figure.getKey(), figure.getValue()))
        .toList();
  }

  private static void containers(
      Map<String, String> variables, BenchContext context, Meter meter, Map<String, Double> figures)
      throws InterruptedException {
    String engine = variables.get(ENGINE);
    String image = variables.get(IMAGE);
    if (engine == null || image == null) {
      context.progress().accept("no containers: " + ENGINE + " and " + IMAGE + " are not set");
      return;
    }
    context.progress().accept("in containers");
    try (var provider = DockerProvider.open(DockerSettings.of(URI.create(engine), image))) {
      row(provider, 2, "container_warm", meter);
      row(provider, CONTAINERS, "container", meter);
    }
    put("container_cycle", "container", meter, figures);
    double ratio = meter.percentileMillis("container", 0.5) / meter.percentileMillis("alone", 0.5);
    figures.put("times_faster_than_containers", ratio);
  }

  private static void cycle(SandboxProvider provider) throws InterruptedException {
    try (Sandbox sandbox = provider.create(ENVIRONMENT)) {
      check(sandbox);
    }
  }

  private static void check(Sandbox sandbox) throws InterruptedException {
    var result = sandbox.exec(TRUE);
    if (!result.ok()) {
      throw new IllegalStateException("true ended with " + result);
    }
  }

  private static void row(SandboxProvider provider, int times, String name, Meter meter)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      meter.timeStep(name, () -> cycle(provider));
    }
  }

  /// @return how many a second
  private static double parallel(SandboxProvider provider, String name, Meter meter)
      throws InterruptedException {
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> rows = new ArrayList<>();
      for (int i = 0; i < PARALLEL; i++) {
        rows.add(
            threads.submit(
                () -> {
                  row(provider, EACH, name, meter);
                  return null;
                }));
      }
      for (Future<?> row : rows) {
        row.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a sandbox failed", e.getCause());
    }
    return PARALLEL * EACH / ((System.nanoTime() - begin) / 1e9);
  }

  private static void put(double perSecond, Map<String, Double> figures) {
    figures.put("cycles_per_second_at_16", perSecond);
  }

  private static void put(Duration worked, Map<String, Double> figures) {
    figures.put("cpu_ms_per_cycle_at_16", worked.toMillis() / (double) (PARALLEL * EACH));
  }

  private static void put(String figure, String timed, Meter meter, Map<String, Double> figures) {
    figures.put("p50_" + figure + "_ms", meter.percentileMillis(timed, 0.5));
    figures.put("p95_" + figure + "_ms", meter.percentileMillis(timed, 0.95));
  }

  private static void forks(SandboxProvider provider, Meter meter) throws InterruptedException {
    for (int i = 0; i < FORKS; i++) {
      try (Sandbox one = provider.create(ENVIRONMENT)) {
        check(one);
        try (Sandbox two = meter.time("fork", one::fork)) {
          check(two);
        }
      }
    }
  }

  /// What sandboxes could leave behind.
  private record Left(int mounts, int processes, int groups, int files) {
    static Left now(Path scratch) {
      try {
        String mountinfo = Files.readString(Path.of("/proc/self/mountinfo"));
        int mounts = (int) mountinfo.lines().filter(l -> l.contains(scratch.toString())).count();
        int processes = (int) ProcessHandle.current().descendants().count();
        return new Left(mounts, processes, controlGroups(), count(scratch));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot count what is left", e);
      }
    }

    /// Those whose name says that they are this process's.
    private static int controlGroups() throws IOException {
      String own = "millrace-" + ProcessHandle.current().pid() + "-";
      int groups = 0;
      List<Path> left = new ArrayList<>(List.of(Path.of("/sys/fs/cgroup")));
      while (!left.isEmpty()) {
        try (var children = Files.newDirectoryStream(left.removeLast(), Files::isDirectory)) {
          for (Path child : children) {
            left.add(child);
            groups += child.toString().contains(own) ? 1 : 0;
          }
        } catch (NoSuchFileException _) {
          // Another process's group has gone meanwhile.
        }
      }
      return groups;
    }

    private static int count(Path directory) throws IOException {
      try (var files = Files.walk(directory)) {
        return (int) files.count();
      }
    }

    /// How many more there are; those of holders that wait for the next sandbox are among both.
    Map<String, Integer> since(Left before) {
      Map<String, Integer> more = new LinkedHashMap<>();
      more.put(LEAKED + "mounts", mounts - before.mounts);
      more.put(LEAKED + "processes", processes - before.processes);
      more.put(LEAKED + "control_groups", groups - before.groups);
      more.put(LEAKED + "files", files - before.files);
      return more;
    }
  }
}
