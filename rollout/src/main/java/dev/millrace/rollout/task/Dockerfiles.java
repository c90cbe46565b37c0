package dev.millrace.rollout.task;

/// Who carries out the Dockerfiles of tasks.
public enum Dockerfiles {
  /// Any sandbox, step by step: five instructions and one stage, anything else is refused.
  STEPS,
  /// A container engine, which builds whatever it knows.
  ENGINE
}
