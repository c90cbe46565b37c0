package dev.millrace.rewards.attacks;

import dev.millrace.rewards.formula.Formula;
import dev.millrace.rewards.integrity.FlagKind;
import dev.millrace.rewards.progress.Shaping;
import dev.millrace.rewards.score.Scorer;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.TaskStep;
import dev.millrace.rollout.task.Verification;
import dev.millrace.rollout.task.disk.TaskSources;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.Score;
import dev.millrace.rollout.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tasks that attacks are made on, and the whole way from an agent to its score: tool loop,
/// sandboxes, verifiers, detectors and the default formula. Used by one thread.
final class Grounds {
  /// The runner that bundled tasks bring along is what attacks are made on.
  private static final Path RUNNER =
      Path.of(
          System.getProperty("millrace.root", ".."),
          "conf",
          "tasks",
          "swe",
          "lru-recency",
          "tests");

  private final Path attacks;
  private final Map<String, Task> tasks;
  private final SolutionRunner runner;
  private final Scorer scorer;
  private final Map<String, Scored> honest = new HashMap<>();

  /// What an agent did and what it was worth.
  record Scored(Trajectory trajectory, Judgement judgement) {
    Score score() {
      if (judgement instanceof Judgement.Scored(Score score)) {
        return score;
      }
      throw new AssertionError("not scored: " + judgement);
    }
  }

  private Grounds(Path attacks, Map<String, Task> tasks, SandboxProvider sandboxes) {
    ChatFormat format = ChatFormats.bundled();
    this.attacks = attacks;
    this.tasks = tasks;
    this.runner = new SolutionRunner(sandboxes, format, InstantSource.system());
    Formula formula = Formula.compile("reward.formula", "default");
    this.scorer = new Scorer(sandboxes, new Terms(formula, FlagKind.penalties(), Shaping.NONE));
  }

  /// @param directory for copies of the tasks, each with the runner beside its hidden tests
  static Grounds open(Path attacks, Path directory, SandboxProvider sandboxes) throws IOException {
    copy(attacks.resolve("base"), directory);
    for (String tests : List.of("rota/tests", "ferry/tests")) {
      try (Stream<Path> files = Files.list(RUNNER)) {
        for (Path file :
            files.filter(file -> !file.getFileName().toString().startsWith("test_")).toList()) {
          Files.copy(file, directory.resolve(tests).resolve(file.getFileName()));
        }
      }
    }
    return new Grounds(
        attacks,
        TaskSources.open(directory).tasks().stream()
            .collect(Collectors.toMap(Grounds::name, task -> task)),
        sandboxes);
  }

  /// The first part of the id: a task's directory, or the file of its row.
  private static String name(Task task) {
    return task.ref().id().value().split("/", 2)[0];
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /// Plays some calls on a task and scores what comes of it. A `submit` ends a step of several.
  Scored play(String base, List<SolutionStep> steps) throws InterruptedException {
    Task task = Objects.requireNonNull(tasks.get(base), base);
    Task scripted =
        new Task(
            task.ref(),
            task.instruction(),
            task.environment(),
            task.toolbox(),
            scripted(task.verification(), steps),
            task.limits(),
            new Task.Solution(null, steps),
            task.permits(),
            task.feedback(),
            task.given());
    try (ReferencePolicy agent = new ReferencePolicy(runner.format(), 0)) {
      Trajectory trajectory = runner.runSteps(scripted, agent);
      return new Scored(trajectory, scorer.score(task, trajectory));
    }
  }

  private static Verification scripted(Verification verification, List<SolutionStep> calls) {
    if (!(verification instanceof Verification.Steps several)) {
      return verification;
    }
    List<TaskStep> steps = new ArrayList<>();
    int from = 0;
    for (TaskStep step : several.steps()) {
      int to = from;
      while (!calls.get(to).tool().equals("submit")) {
        to++;
      }
      steps.add(
          new TaskStep(
              step.name(),
              step.instruction(),
              step.workdir(),
              step.tests(),
              step.minRewards(),
              step.time(),
              new Task.Solution(null, calls.subList(from, to + 1))));
      from = to + 1;
    }
    return new Verification.Steps(steps, several.strategy(), several.unreached());
  }

  /// What an honest agent does on a task: `nop`, `partial` or `solver`.
  Scored honest(String base, String agent) throws InterruptedException, IOException {
    String name = base + "-" + agent;
    Scored known = honest.get(name);
    if (known == null) {
      known = play(base, Attack.steps(attacks.resolve("honest").resolve(name + ".jsonl")));
      honest.put(name, known);
    }
    return known;
  }
}
