package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.log.EventLog;
import dev.millrace.orchestrator.run.Stages.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// All roles of a run in this process, a thread each. They talk through the log only, exactly as
/// they would in processes of their own.
public final class LocalRun {
  private LocalRun() {}

  /// Runs to the end.
  ///
  /// @throws RuntimeException the first failure of a role; the others are stopped then
  public static void run(Stages stages, EventLog log) throws InterruptedException {
    List<Stage> roles = new ArrayList<>();
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("role-", 0).factory());
    try {
      roles.add(stages.sink(log));
      roles.add(stages.scorer(log, "0"));
      roles.add(stages.worker(log, "worker-0"));
      roles.add(stages.scheduler(log));
      var running = new ExecutorCompletionService<String>(threads);
      roles.forEach(stage -> running.submit(named(stage)));
      for (int done = 0; done < roles.size(); done++) {
        running.take().get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a role failed", e);
    } finally {
      threads.shutdownNow();
      threads.close();
      roles.forEach(Stage::close);
    }
  }

  private static Callable<String> named(Stage stage) {
    return () -> {
      Thread.currentThread().setName(stage.role().name());
      stage.role().run();
      return stage.role().name();
    };
  }
}
