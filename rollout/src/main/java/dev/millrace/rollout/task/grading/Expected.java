package dev.millrace.rollout.task.grading;

import dev.millrace.rollout.trajectory.TestResult.Status;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a row says of its tests.
public sealed interface Expected {

  /// Tests that the solution repairs, and tests that it must leave alone.
  record Lists(List<String> failToPass, List<String> passToPass) implements Expected {
    public Lists {
      failToPass = List.copyOf(failToPass);
      passToPass = List.copyOf(passToPass);
    }
  }

  /// How each test ends once the problem is solved.
  record Statuses(SortedMap<String, Status> statuses) implements Expected {
    public Statuses {
      statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
    }
  }

  /// The runs before the solution, and what each test must become. A run is compared with two
  /// earlier ones: without any patch, and with the tests' patch alone.
  ///
  /// @param run without a patch
  /// @param test with the tests' patch
  /// @param repaired the tests that must pass, by what they did with the tests' patch alone
  record Stages(Run run, Run test, Map<Before, SortedSet<String>> repaired) implements Expected {
    public Stages {
      Map<Before, SortedSet<String>> copy = new TreeMap<>();
      for (Before before : Before.values()) {
        Set<String> names = repaired.getOrDefault(before, Collections.emptySortedSet());
        copy.put(before, Collections.unmodifiableSortedSet(new TreeSet<>(names)));
      }
      repaired = Collections.unmodifiableMap(copy);
    }
  }

  /// What a test did before: `p2p`, `f2p`, `s2p` and `n2p` in a row.
  enum Before {
    PASSED,
    FAILED,
    SKIPPED,
    ABSENT
  }

  /// The tests of one run.
  record Run(Set<String> passed, Set<String> failed, Set<String> skipped) {
    public Run {
      passed = Set.copyOf(passed);
      failed = Set.copyOf(failed);
      skipped = Set.copyOf(skipped);
    }

    /// What a test did in this run.
    public Before of(String name) {
      if (passed.contains(name)) {
        return Before.PASSED;
      }
      if (failed.contains(name)) {
        return Before.FAILED;
      }
      return skipped.contains(name) ? Before.SKIPPED : Before.ABSENT;
    }
  }
}
