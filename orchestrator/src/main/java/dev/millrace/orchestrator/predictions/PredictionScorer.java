package dev.millrace.orchestrator.predictions;

import dev.millrace.orchestrator.predictions.ScoredPrediction.End;
import dev.millrace.rewards.patch.PatchJudge;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.swebench.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Scores predictions against tasks that were made of rows.
public final class PredictionScorer {
  private final Map<String, Task> tasks = new HashMap<>();
  private final PatchJudge judge;
  private final int parallel;

  /// @param tasks of which those made of rows are known by their rows' ids
  /// @param parallel predictions judged at once, at least 1
  public PredictionScorer(List<Task> tasks, SandboxProvider sandboxes, int parallel) {
    for (Task task : tasks) {
      if (task.verification() instanceof TestSpec spec) {
        this.tasks.put(spec.grading().instance(), task);
      }
    }
    this.judge = new PatchJudge(sandboxes);
    this.parallel = parallel;
  }

  /// The rows that can be judged.
  public int known() {
    return tasks.size();
  }

  /// Scores all.
  ///
  /// @param done told of each as it is done, on a thread of its own
  /// @return in the order of the predictions
  public List<ScoredPrediction> score(List<Prediction> predictions, Consumer<ScoredPrediction> done)
      throws InterruptedException {
    Semaphore slots = new Semaphore(parallel);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        List<Future<ScoredPrediction>> running = new ArrayList<>();
        for (Prediction prediction : predictions) {
          running.add(executor.submit(() -> within(slots, prediction, done)));
        }
        List<ScoredPrediction> scored = new ArrayList<>();
        for (Future<ScoredPrediction> one : running) {
          scored.add(one.get());
        }
        return List.copyOf(scored);
      } catch (ExecutionException e) {
        throw new IllegalStateException("scoring predictions broke", e.getCause());
      } finally {
        // Close waits but does not cancel: after a failure nothing more should run.
        executor.shutdownNow();
      }
    }
  }

  private ScoredPrediction within(
      Semaphore slots, Prediction prediction, Consumer<ScoredPrediction> done)
      throws InterruptedException {
    slots.acquire();
    try {
      ScoredPrediction scored = score(prediction);
      done.accept(scored);
      return scored;
    } finally {
      slots.release();
    }
  }

  private ScoredPrediction score(Prediction prediction) throws InterruptedException {
    Task task = tasks.get(prediction.instance());
    if (task == null) {
      return ScoredPrediction.unjudged(prediction, End.UNKNOWN);
    }
    String patch = prediction.patch().orElse("");
    if (patch.isBlank()) {
      return ScoredPrediction.unjudged(prediction, End.EMPTY_PATCH);
    }
    if (!(task.verification() instanceof TestSpec spec)) {
      throw new IllegalStateException(task.ref().id() + " was taken for a row's task");
    }
    return ScoredPrediction.judged(prediction, judge.judge(task, spec, patch));
  }
}
