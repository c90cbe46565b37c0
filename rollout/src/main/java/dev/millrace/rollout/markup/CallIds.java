package dev.millrace.rollout.markup;

/// Names a trajectory's calls `call_0`, `call_1`, … For one thread.
public final class CallIds {
  private int next;

  public String next() {
    return "call_" + next++;
  }
}
