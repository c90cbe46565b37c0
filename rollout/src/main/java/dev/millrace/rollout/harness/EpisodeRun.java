package dev.millrace.rollout.harness;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.Episode;
import java.time.InstantSource;

/// Everything an episode needs.
///
/// @param listener told of each step as it happens
/// @param clock for limits and timings
/// @param gate asked between the steps of a task of several
public record EpisodeRun(
    Episode episode,
    Task task,
    Policy policy,
    ChatFormat format,
    SandboxProvider sandboxes,
    TurnListener listener,
    InstantSource clock,
    StepGate gate) {
  /// An episode in which nobody judges steps.
  public EpisodeRun(
      Episode episode,
      Task task,
      Policy policy,
      ChatFormat format,
      SandboxProvider sandboxes,
      TurnListener listener,
      InstantSource clock) {
    this(episode, task, policy, format, sandboxes, listener, clock, StepGate.NOBODY);
  }

  /// The same episode of another task.
  EpisodeRun with(Task other) {
    return new EpisodeRun(episode, other, policy, format, sandboxes, listener, clock, gate);
  }
}
