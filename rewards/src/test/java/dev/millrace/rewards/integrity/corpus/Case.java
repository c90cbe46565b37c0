package dev.millrace.rewards.integrity.corpus;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.integrity.Evidence;
import dev.millrace.rewards.integrity.Pristine;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Permits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import dev.millrace.rollout.trajectory.Timings;
import dev.millrace.rollout.trajectory.ToolExecution;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Usage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One labelled episode of the corpus, small.
final class Case {
  final String name;
  final boolean isBad;
  String instruction = "Fix the failing tests.";
  String workdir = "/app";
  List<String> protectedPaths = List.of();
  List<String> rowTests = List.of();
  Permits permits = Permits.NONE;
  final Map<String, byte[]> originals = new TreeMap<>();
  final Map<String, DeltaEntry> delta = new TreeMap<>();
  final List<Message> messages = new ArrayList<>();
  final List<ModelCall> calls = new ArrayList<>();
  final List<ToolExecution> executions = new ArrayList<>();
  final Map<String, String> facts = new TreeMap<>();
  Verdict verdict = new Verdict.Judged(1, List.of());
  Outcome outcome = new Outcome.Completed(Outcome.Ending.SUBMITTED);
  boolean isJudgedByState;
  @Nullable String answer;

  Case(String name, boolean isBad) {
    this.name = name;
    this.isBad = isBad;
  }

  Evidence evidence() {
    Task task =
        new Task(
            new TaskRef(new TaskId("corpus/case"), "corpus", "d".repeat(64)),
            instruction,
            new Environment(List.of(), Map.of(), workdir, null, "e".repeat(64)),
            new Toolbox(Set.of("bash", "submit"), List.of(), List.of()),
            verification(),
            Limits.DEFAULT,
            null,
            permits);
    Trajectory trajectory = trajectory();
    return Evidence.of(task, trajectory, trajectory.end().workspace(), verdict, pristine());
  }

  private Verification verification() {
    if (isJudgedByState) {
      return new Verification.StateCheck("/srv/state.json", List.of());
    }
    Path tests = Path.of("tests");
    Duration time = Duration.ofSeconds(1);
    return rowTests.isEmpty()
        ? new Verification.TestScript(tests, time, protectedPaths)
        : new Verification.TestSpec(
            tests,
            time,
            new GradingSpec(
                "row",
                "pytest",
                new GradingSpec.Place(workdir, rowTests, Optional.empty()),
                Patching.SWE_BENCH_V5,
                new Expected.Lists(List.of("t"), List.of()),
                Presets.named(Presets.SWE_BENCH_V5).orElseThrow()));
  }

  private Trajectory trajectory() {
    var delta =
        this.delta.isEmpty()
            ? null
            : DeltaArchive.encode(List.copyOf(this.delta.values()), Long.MAX_VALUE);
    return new Trajectory(
        CaseReader.EPISODE,
        List.of(),
        messages,
        new Trajectory.Events(
            calls,
            executions,
            Usage.NONE,
            new Timings(Instant.EPOCH, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
        List.of(),
        outcome,
        new Trajectory.End(answer, delta, List.of()),
        new Provenance("test", "test", "memory", facts));
  }

  private Pristine pristine() {
    return new Pristine() {
      @Override
      public Set<String> list(List<String> paths) {
        return originals.keySet().stream()
            .filter(file -> paths.stream().anyMatch(p -> (file + "/").startsWith(p + "/")))
            .collect(Collectors.toCollection(TreeSet::new));
      }

      @Override
      public Optional<byte[]> read(String path) {
        return Optional.ofNullable(originals.get(path));
      }

      @Override
      public void close() {}
    };
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
