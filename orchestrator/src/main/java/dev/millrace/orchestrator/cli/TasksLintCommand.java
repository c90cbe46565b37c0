package dev.millrace.orchestrator.cli;

import dev.millrace.orchestrator.config.RunConfig;
import dev.millrace.orchestrator.dashboard.Terminal;
import dev.millrace.orchestrator.run.JudgedTasks;
import dev.millrace.orchestrator.run.Stages;
import dev.millrace.rewards.lint.Finding;
import dev.millrace.rewards.lint.TaskLint;
import dev.millrace.rewards.score.FormulaFit;
import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.reference.ReferencePolicy;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `millrace tasks lint`: proves that tasks are sound.
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description =
        "Proves of each task that doing nothing fails, that the reference solution passes, that"
            + " three runs agree, that the hidden tests cannot be seen, and that repositories hold"
            + " no later commit.",
    footer = "Prints a line a finding; ends with 0 when there is none, else with 1.")
final class TasksLintCommand implements Callable<Integer> {
  @Mixin private TaskChoice choice = new TaskChoice();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many tasks are checked at once; default: the number of processors.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description =
          "A configuration whose scorer.formula is held against the verdicts on nothing and on the"
              + " solution.")
  private @Nullable Path conf;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (jobs < 1) {
      throw new UsageException("--jobs: expected 1 or more, but was " + jobs);
    }
    Optional<FormulaFit> formula = Optional.ofNullable(conf).map(TasksLintCommand::formula);
    List<Task> tasks = choice.load();
    List<Finding> findings = check(tasks, formula);
    PrintWriter out = Out.of(spec);
    findings.forEach(finding -> out.println(finding.toString().replaceAll("\\s*\\R\\s*", " | ")));
    out.println(tasks.size() + " tasks, " + findings.size() + " findings");
    return findings.isEmpty() ? 0 : 1;
  }

  private static FormulaFit formula(Path conf) {
    RunConfig config = RunConfig.load(conf);
    return JudgedTasks.fit(config.judge(), Stages.terms(config).formula());
  }

  private List<Finding> check(List<Task> tasks, Optional<FormulaFit> formula)
      throws InterruptedException, IOException {
    ChatFormat format = ChatFormats.bundled();
    try (WorkDirectory work = WorkDirectory.temporary();
        SandboxProvider sandboxes =
            NamespaceProvider.open(
                NamespaceSettings.of(
                    work.path().resolve("cache"), work.path().resolve("scratch")));
        ReferencePolicy reference = new ReferencePolicy(format, 0)) {
      SolutionRunner runner = new SolutionRunner(sandboxes, format, InstantSource.system());
      AtomicInteger done = new AtomicInteger();
      try (StatusLine status = new StatusLine(Terminal.system(Out.talk(spec)))) {
        return new TaskLint(runner, reference, jobs, formula)
            .check(
                tasks,
                (task, _) ->
                    status.show(
                        done.incrementAndGet() + "/" + tasks.size() + "  " + task.ref().id()));
      }
    }
  }
}
