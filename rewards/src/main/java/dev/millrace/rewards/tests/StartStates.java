package dev.millrace.rewards.tests;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The tests that tasks have, as seen in the states that they start from, in a cache of a bounded
/// number of tasks. Any thread may ask; the lock is held for looking up alone.
final class StartStates {
  private static final int KEPT = 1024;

  private final Judge judge;
  private final Map<String, Set<String>> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
              return size() > KEPT;
            }
          });

  /// Judges the state that a task starts from.
  interface Judge {
    Verdict judge(Task task) throws InterruptedException;
  }

  StartStates(Judge judge) {
    this.judge = judge;
  }

  /// The names of the tests that run in the start state, passed or not; none where that cannot be
  /// told. What broke before it was a test has a name that it may not have later, and is left out.
  Set<String> tests(Task task) throws InterruptedException {
    Set<String> names = known.get(task.ref().digest());
    if (names == null) {
      names = new TreeSet<>();
      if (judge.judge(task) instanceof Verdict.Judged start) {
        for (TestResult test : start.tests()) {
          if (test.status() != Status.ERROR) {
            names.add(test.name());
          }
        }
      }
      known.put(task.ref().digest(), names);
    }
    return names;
  }
}
