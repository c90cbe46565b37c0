package dev.millrace.orchestrator.rescore;

import dev.millrace.rewards.score.CodeDigest;
import dev.millrace.rewards.score.Terms;
import dev.millrace.rollout.trajectory.Judgement;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import dev.millrace.rollout.trajectory.TaskRef;
import java.util.Optional;

/// Where verdicts come from when episodes are scored again.
public interface Judging {
  /// What the verdicts are from: equal where the same episodes are given equal verdicts.
  String name();

  /// Whether end states are looked at.
  boolean needsStates();

  /// The task that an episode is judged by.
  TaskRef task(TaskRef stored);

  /// @param scored its archives are read back where [#needsStates]
  Judgement judge(ScoredTrajectory scored) throws InterruptedException;

  /// The verdicts, parts and flags that episodes came with; only what is made of them is new.
  record Stored(Terms terms) implements Judging {
    @Override
    public String name() {
      return "stored";
    }

    @Override
    public boolean needsStates() {
      return false;
    }

    @Override
    public TaskRef task(TaskRef stored) {
      return stored;
    }

    @Override
    public Judgement judge(ScoredTrajectory scored) {
      return terms.again(scored.judgement(), scored.trajectory().events().usage());
    }
  }

  /// Verifiers and detectors as they are now, on end states rebuilt in fresh sandboxes.
  ///
  /// @param model the judge of tasks with rubrics and how it is asked; empty where none is
  record Anew(OldTasks tasks, Optional<String> model, Judge judge) implements Judging {
    /// Scores a trajectory by a task.
    public interface Judge {
      Judgement judge(TaskRef task, ScoredTrajectory scored) throws InterruptedException;
    }

    @Override
    public String name() {
      return "code "
          + CodeDigest.ofJudging()
          + tasks.difference().map(d -> " tasks " + d).orElse("")
          + model.map(m -> " judge " + m).orElse("");
    }

    @Override
    public boolean needsStates() {
      return true;
    }

    @Override
    public TaskRef task(TaskRef stored) {
      return tasks.of(stored).ref();
    }

    @Override
    public Judgement judge(ScoredTrajectory scored) throws InterruptedException {
      return judge.judge(task(scored.trajectory().episode().task()), scored);
    }
  }
}
