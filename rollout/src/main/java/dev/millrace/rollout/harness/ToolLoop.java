package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.ToolSet;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.List;

/// The built-in harness: sample a turn, carry out its calls one by one, show the results, until the
/// agent submits, writes a turn without a call, or meets a limit.
///
/// The sandbox is made for the first call that needs it, hence a trajectory without a workspace is
/// one whose agent touched no file. Any thread may run episodes, several at once.
public final class ToolLoop implements Harness {
  private final LoopSettings settings;

  public ToolLoop() {
    this(LoopSettings.DEFAULT);
  }

  public ToolLoop(LoopSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "tool-loop";
  }

  @Override
  public Trajectory run(EpisodeRun run) throws InterruptedException {
    ToolSet tools;
    try {
      tools = ToolSet.of(run.task().toolbox(), run.task().limits());
    } catch (FailureException e) {
      return new EpisodeRecord(run)
          .trajectory(
              name(),
              run.task().toolbox().functions(),
              List.of(),
              new Outcome.Failed(e.failure()),
              Trajectory.End.NOTHING,
              Workspace.Account.NOTHING);
    }
    try (Workspace workspace =
        new Workspace(run.sandboxes(), run.task().environment(), run.clock())) {
      return new EpisodeLoop(run, settings, tools, workspace).run(name());
    }
  }
}
