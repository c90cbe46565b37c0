package dev.millrace.rollout.markup;

import java.util.HashSet;
import java.util.Set;

/// Names a trajectory's calls `call_0`, `call_1`, … For one thread.
public final class CallIds {
  private final Set<String> written = new HashSet<>();
  private int next;

  public String next() {
    String id = "call_" + next++;
    return written.contains(id) ? next() : id;
  }

  /// The id that the model wrote itself where it is new in the trajectory, else one of ours.
  String of(String writtenId) {
    boolean isOurs = writtenId.startsWith("call_");
    return !writtenId.isEmpty() && !isOurs && written.add(writtenId) ? writtenId : next();
  }
}
