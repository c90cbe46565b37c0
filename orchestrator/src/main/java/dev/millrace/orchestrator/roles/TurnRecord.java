package dev.millrace.orchestrator.roles;

import dev.millrace.rollout.trajectory.EpisodeId;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import java.util.List;

/// A turn as it happened: a record of the `turns` topic.
public record TurnRecord(
    EpisodeId episode, int attempt, String family, ModelCall call, List<ToolExecution> executions) {
  public TurnRecord {
    executions = List.copyOf(executions);
  }
}
