package dev.millrace.orchestrator.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// The test of the bundled tasks.
class TaskPackLintIT {
  @Test
  void everyBundledTaskIsSound() {
    Called.needRuns("the bundled tasks stay unproved");
    Called called = Called.millrace("tasks", "lint", Called.TASKS, "--jobs", "2");
    assertEquals(0, called.status(), called.out() + called.err());
  }
}
