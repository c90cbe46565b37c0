package dev.millrace.orchestrator.run;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Episode;

/// A policy whose turns are at most so long.
///
/// @param most ids of one turn
record TurnCap(Policy inner, int most) implements Policy {
  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String source() {
    return inner.source();
  }

  @Override
  public PolicySession open(Episode episode, Task task) {
    return new Session(inner.open(episode, task), most);
  }

  @Override
  public void close() {
    inner.close();
  }

  private record Session(PolicySession inner, int most) implements PolicySession {
    @Override
    public Sampled sample(SampleRequest request) throws InterruptedException {
      return inner.sample(request.atMost(most));
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
