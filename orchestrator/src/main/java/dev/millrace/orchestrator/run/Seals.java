package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.IntegrityChoice;
import dev.millrace.rewards.lint.GitSeal;
import dev.millrace.rewards.lint.SealState;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Provenance;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once at the repositories of each environment before episodes start from it, and notes on
/// each episode what was found. Any thread may call it; those that need the same environment wait
/// for one look.
final class Seals {
  private static final Logger LOG = LoggerFactory.getLogger(Seals.class);

  private final SandboxProvider sandboxes;
  private final IntegrityChoice.Seal rule;
  private final Map<Key, FutureTask<SealState>> looks = new ConcurrentHashMap<>();

  Seals(SandboxProvider sandboxes, IntegrityChoice.Seal rule) {
    this.sandboxes = sandboxes;
    this.rule = rule;
  }

  /// What has one seal: tasks of many rows start from one environment.
  private record Key(String environment, BaseImage base, boolean isNeeded) {
    static Key of(Task task) {
      Environment environment = task.environment();
      return new Key(environment.digest(), environment.needs().base(), GitSeal.isNeeded(task));
    }
  }

  /// Runs an episode.
  @FunctionalInterface
  interface Run {
    Trajectory run() throws InterruptedException;
  }

  /// Runs an episode of a task and notes the task's seal on it.
  ///
  /// @throws FailureException with `Failure.Environment` where the task is not sealed and that is
  ///     refused; also when no sandbox can be made
  Trajectory around(Task task, Run run) throws InterruptedException {
    if (rule == IntegrityChoice.Seal.OFF) {
      return run.run();
    }
    SealState state = of(task);
    if (!state.isSound() && rule == IntegrityChoice.Seal.REFUSE) {
      throw new FailureException(
          new Failure.Environment(
              "task %s is not proved sealed: %s; `millrace tasks seal` takes later commits out, and"
                      .formatted(task.ref().id(), state.text())
                  + " integrity.seal warn runs it all the same"));
    }
    return noted(run.run(), state);
  }

  private SealState of(Task task) throws InterruptedException {
    Key key = Key.of(task);
    FutureTask<SealState> look =
        looks.computeIfAbsent(key, _ -> new FutureTask<>(() -> look(task)));
    look.run();
    try {
      return look.get();
    } catch (ExecutionException e) {
      // It may go better the next time.
      looks.remove(key, look);
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (e.getCause() instanceof FailureException failure) {
        throw failure;
      }
      throw new IllegalStateException("the seal of " + task.ref().id() + " was not found out", e);
    }
  }

  private SealState look(Task task) throws InterruptedException {
    SealState state = SealState.of(task, sandboxes);
    if (!state.isSound()) {
      LOG.atWarn()
          .addKeyValue("taskId", task.ref().id())
          .addKeyValue("seal", state.text())
          .log("a task is not proved sealed: an agent may find what came later");
    }
    return state;
  }

  private static Trajectory noted(Trajectory t, SealState state) {
    Provenance from = t.provenance();
    Map<String, String> facts = new TreeMap<>(from.facts());
    facts.put(SealState.FACT, state.text());
    return new Trajectory(
        t.episode(),
        t.tools(),
        t.messages(),
        t.events(),
        t.branches(),
        t.outcome(),
        t.end(),
        new Provenance(from.source(), from.harness(), from.sandbox(), facts));
  }
}
