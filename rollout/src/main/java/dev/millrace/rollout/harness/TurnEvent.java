package dev.millrace.rollout.harness;

import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.ToolExecution;
import java.util.List;

/// One committed turn: the model call and what its tools did.
public record TurnEvent(ModelCall call, List<ToolExecution> executions) {
  public TurnEvent {
    executions = List.copyOf(executions);
  }
}
