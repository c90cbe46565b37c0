package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.ToolSet;
import dev.millrace.rollout.harness.tools.Workspace;
import dev.millrace.rollout.markup.CallIds;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.trajectory.BranchId;

/// What an episode has one of, however many steps it has. Used by the episode's thread.
record Desk(
    LoopSettings settings,
    ToolSet tools,
    Workspace workspace,
    Ledger ledger,
    EpisodeRecord record,
    Checkpoints checkpoints,
    CallIds callIds) {
  static Desk of(EpisodeRun run, LoopSettings settings, ToolSet tools, Workspace workspace) {
    return new Desk(
        settings,
        tools,
        workspace,
        new Ledger(run.format(), new BranchId(run.episode().id().value())),
        new EpisodeRecord(run),
        new Checkpoints(),
        new CallIds());
  }
}
