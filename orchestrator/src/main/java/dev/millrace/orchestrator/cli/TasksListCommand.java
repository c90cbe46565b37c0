package dev.millrace.orchestrator.cli;

import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `millrace tasks list`: a line a task.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists tasks: id, family, steps of the reference solution, limit of turns, and how the"
            + " result is judged. The columns are separated by tabs.")
final class TasksListCommand implements Callable<Integer> {
  @Mixin private TaskChoice choice = new TaskChoice();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    List<Task> tasks = choice.load();
    PrintWriter out = Out.of(spec);
    out.println("id\tfamily\tsteps\tturns\tjudged_by");
    for (Task task : tasks) {
      out.println(
          String.join(
              "\t",
              task.ref().id().value(),
              task.ref().family(),
              steps(task),
              String.valueOf(task.limits().turns()),
              judge(task.verification())));
    }
    return 0;
  }

  private static String steps(Task task) {
    List<Task.Solution> solutions = task.solutions();
    return solutions.isEmpty()
        ? "none"
        : String.valueOf(solutions.stream().mapToInt(one -> one.steps().size()).sum());
  }

  private static String judge(Verification verification) {
    return switch (verification) {
      case Verification.TestScript _ -> "tests";
      case Verification.TestSpec _ -> "row tests";
      case Verification.Steps several -> "tests of " + several.steps().size() + " steps";
      case Verification.ExpectedAnswer _ -> "answer";
      case Verification.CodeCases _ -> "cases";
      case Verification.FunctionCalls _ -> "calls";
      case Verification.StateCheck _ -> "state";
      case Verification.Unmeasured _ -> "judge";
    };
  }
}
