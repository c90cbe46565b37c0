package dev.millrace.rewards.lint;

import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.score.FormulaFit;
import dev.millrace.rewards.score.Verifiers;
import dev.millrace.rollout.harness.SolutionRunner;
import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/// Proves of tasks that they are sound: doing nothing fails, the reference solution passes in both
/// of its forms, three runs agree, nothing hidden can be seen, and repositories are sealed.
///
/// @param reference a policy that plays the solution's steps without faults
/// @param parallel how many tasks are checked at once, at least 1
/// @param formula held against the verdicts, where one is given
public record TaskLint(
    SolutionRunner runner, Policy reference, int parallel, Optional<FormulaFit> formula) {
  public TaskLint {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel + ", not >= 1");
    }
  }

  /// Checks all tasks.
  ///
  /// @param done told of each task as it is done, on that task's thread
  /// @return what is wrong, in the order of the tasks; empty when all are sound
  public List<Finding> check(List<Task> tasks, BiConsumer<Task, List<Finding>> done)
      throws InterruptedException {
    Verifier verifier = Verifiers.forTasks(runner.sandboxes());
    Semaphore slots = new Semaphore(parallel);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        List<Future<List<Finding>>> running = new ArrayList<>();
        for (Task task : tasks) {
          running.add(
              executor.submit(
                  () -> {
                    slots.acquire();
                    try {
                      List<Finding> findings =
                          new TaskCheck(task, runner, reference, verifier, formula).run();
                      done.accept(task, findings);
                      return findings;
                    } finally {
                      slots.release();
                    }
                  }));
        }
        List<Finding> findings = new ArrayList<>();
        for (Future<List<Finding>> one : running) {
          findings.addAll(one.get());
        }
        return List.copyOf(findings);
      } catch (ExecutionException e) {
        throw new IllegalStateException("checking tasks broke", e.getCause());
      } finally {
        // Close waits but does not cancel: after a failure nothing more should run.
        executor.shutdownNow();
      }
    }
  }
}
